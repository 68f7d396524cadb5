/** Lists the names that people use for time zones besides the IANA names: abbreviations, cities and countries. Longer than 200 lines because it is one table of data. */

/**
 * Zones by abbreviation, or by a country with several, in capitals. One with several zones is ambiguous: a person has to say
 * which (`MIT` is the institute in Cambridge, or Java's abbreviation). Those with a fixed offset are read as the place whose
 * clocks show them.
 */
export const ABBREVIATIONS: ReadonlyMap<string, readonly string[]> = new Map(
  readRows(`
  America/Los_Angeles: PST, PDT, PT
  America/Denver: MDT, MT
  America/Chicago: CDT, CT
  America/New_York: EST, EDT, ET
  America/Anchorage: AKST, AKDT, AKT
  Pacific/Honolulu: HST
  America/Adak: HDT
  America/Halifax: ADT
  America/St_Johns: NST, NDT, CNT
  America/Indiana/Indianapolis: IET
  America/Puerto_Rico: PRT
  America/Sao_Paulo: BRT, BRST, BET
  America/Argentina/Buenos_Aires: ART, AGT
  America/Santiago: CLT, CLST
  America/Bogota: COT
  America/Lima: PET
  America/Caracas: VET
  America/La_Paz: BOT
  America/Montevideo: UYT
  America/Asuncion: PYT
  CET: CEST
  Europe/Berlin: MEZ, MESZ
  EET: EEST
  WET: WEST
  Europe/Moscow: MSK
  Europe/Istanbul: TRT
  Asia/Jerusalem: IDT
  Africa/Maputo: CAT
  Africa/Nairobi: EAT
  Africa/Lagos: WAT
  Africa/Johannesburg: SAST
  Asia/Dubai: GST
  Asia/Tehran: IRST
  Asia/Yerevan: NET
  Asia/Karachi: PKT, PLT
  Asia/Kathmandu: NPT
  Asia/Bangkok: ICT
  Asia/Ho_Chi_Minh: VST
  Asia/Jakarta: WIB
  Asia/Shanghai: CTT
  Asia/Hong_Kong: HKT
  Asia/Singapore: SGT
  Asia/Manila: PHT
  Asia/Tokyo: JST
  Asia/Seoul: KST
  Australia/Perth: AWST
  Australia/Adelaide: ACST, ACDT
  Australia/Sydney: AEST, AEDT, AET
  Pacific/Auckland: NZST, NZDT, NZT
  UTC: Z
  Australia/Darwin, Australia/Sydney, America/Rio_Branco: ACT
  America/Manaus, Asia/Yerevan: AMT
  America/Halifax, America/Puerto_Rico, Asia/Riyadh: AST
  Europe/London, Asia/Dhaka: BST
  America/Chicago, Asia/Shanghai, America/Mexico_City, America/Havana: CST
  America/Guayaquil, Europe/Paris: ECT
  Asia/Kolkata, Europe/Dublin, Asia/Jerusalem: IST
  America/New_York, Pacific/Apia: MIT
  America/Denver, America/Phoenix: MST
  Pacific/Pago_Pago, Pacific/Guadalcanal, Asia/Singapore: SST
  America/New_York, America/Chicago, America/Denver, America/Los_Angeles: US, USA
  America/Toronto, America/Winnipeg, America/Edmonton, America/Vancouver: CANADA
  Australia/Sydney, Australia/Brisbane, Australia/Adelaide, Australia/Perth: AUSTRALIA
  America/Sao_Paulo, America/Manaus: BRAZIL
  Europe/Moscow, Asia/Yekaterinburg, Asia/Novosibirsk, Asia/Vladivostok: RUSSIA
  America/Mexico_City, America/Tijuana, America/Cancun: MEXICO
  Asia/Jakarta, Asia/Makassar, Asia/Jayapura: INDONESIA
  `).flatMap(({ zones, names }) => names.map((name) => [name, zones])),
);

/** Zones whose IANA name changed: by the name that `Intl` still lists, the one in use. */
export const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/**
 * Cities, states and countries that have no zone of their own name, by the zone whose clocks they use, and the first words
 * of what the zone's time is called. One that stands for several places is below several zones: a person has to say which.
 */
export const PLACES = readRows(`
  America/Los_Angeles: San Francisco, Seattle, San Diego, San Jose, Palo Alto, Mountain View, Portland
  America/Los_Angeles: Las Vegas, Pacific, Pacific time, California, LA, SF, Washington, Washington state
  America/Los_Angeles: Oregon, Nevada, Idaho, United States, United States of America, America
  America/Denver: Mountain, Mountain time, Salt Lake City, Boulder, Colorado, Utah, Wyoming, Montana
  America/Denver: New Mexico, Idaho, Nebraska, South Dakota, United States, United States of America, America
  America/Chicago: Central, Central time, Austin, Dallas, Houston, Texas, Minneapolis, St Louis, Illinois
  America/Chicago: Wisconsin, Minnesota, Iowa, Missouri, Arkansas, Louisiana, New Orleans, Oklahoma
  America/Chicago: Mississippi, Alabama, Kansas, Kansas City, Nashville, Birmingham, Tennessee, Kentucky
  America/Chicago: Florida, Indiana, Nebraska, North Dakota, South Dakota, United States
  America/Chicago: United States of America, America
  America/New_York: Eastern, Eastern time, NYC, Boston, Washington, Washington DC, Philadelphia, Pittsburgh
  America/New_York: Princeton, Atlanta, Miami, Portland, Cambridge, Massachusetts, Connecticut, Rhode Island
  America/New_York: Maine, Vermont, New Hampshire, New Jersey, New York state, Pennsylvania, Delaware
  America/New_York: Maryland, Baltimore, Virginia, West Virginia, North Carolina, South Carolina, Georgia
  America/New_York: Ohio, Columbus, Ithaca, New Haven, Ann Arbor, DC, Florida, Tennessee, Kentucky
  America/New_York: St Petersburg, United States, United States of America, America
  America/Toronto: Montreal, Ottawa, Waterloo, Quebec, Ontario
  America/Edmonton: Calgary, Alberta
  America/Sao_Paulo: Rio de Janeiro, Rio, Brasilia
  America/Argentina/Buenos_Aires: Argentina
  America/Puerto_Rico: San Juan
  America/Bogota: Colombia
  America/Lima: Peru
  America/Santiago: Chile
  CET: Central European, Central Europe, Middle European
  Europe/London: UK, England, Britain, Great Britain, Cambridge, Oxford, Manchester, Edinburgh, British
  Europe/London: Scotland, Wales, Northern Ireland, Birmingham
  Europe/Dublin: Ireland, Irish
  Europe/Berlin: Germany, Deutschland, Munich, München, Hamburg, Frankfurt, Cologne, Köln, Stuttgart, Tübingen
  Europe/Paris: France, Lyon, Grenoble, Toulouse
  Europe/Madrid: Spain, Barcelona
  Europe/Rome: Italy, Milan, Milano, Turin
  Europe/Zurich: Switzerland, Geneva, Lausanne, Basel, Bern
  Europe/Vienna: Austria, Wien
  Europe/Amsterdam: Netherlands, Utrecht, Delft, Eindhoven
  Europe/Brussels: Belgium, Leuven, Ghent
  Europe/Copenhagen: Denmark
  Europe/Stockholm: Sweden, Gothenburg
  Europe/Oslo: Norway
  Europe/Helsinki: Finland
  Europe/Warsaw: Krakow, Kraków
  Europe/Prague: Czechia
  Europe/Athens: Greece
  Europe/Istanbul: Ankara
  Europe/Kyiv: Ukraine
  Europe/Moscow: St Petersburg, Saint Petersburg
  Asia/Jerusalem: Tel Aviv, Haifa, Israel
  Asia/Dubai: Abu Dhabi, UAE, Gulf
  Asia/Riyadh: Saudi Arabia, Jeddah
  Asia/Kolkata: India, Mumbai, Bombay, Delhi, New Delhi, Bangalore, Bengaluru, Chennai, Hyderabad, Pune
  Asia/Kolkata: Indian
  Asia/Karachi: Pakistan, Lahore, Islamabad
  Asia/Dhaka: Bangladesh
  Asia/Bangkok: Thailand, Indochina
  Asia/Ho_Chi_Minh: Vietnam, Hanoi
  Asia/Manila: Philippines, Philippine
  Asia/Kuala_Lumpur: Malaysia
  Asia/Shanghai: China, Beijing, Shenzhen, Hangzhou, Guangzhou, Chinese
  Asia/Taipei: Taiwan
  Asia/Seoul: Korea, South Korea, Daejeon, Korean
  Asia/Tokyo: Osaka, Kyoto, Japanese
  Australia/Sydney: Canberra, Australian Eastern, New South Wales, NSW
  Pacific/Auckland: New Zealand, Wellington
  Africa/Johannesburg: South Africa, Cape Town, South African
  Africa/Lagos: Nigeria, Abuja, West Africa
  Africa/Nairobi: Kenya, East Africa
  America/Phoenix: Arizona, Tucson, Scottsdale
  America/Anchorage: Alaska
  Pacific/Honolulu: Hawaii, Hawaiian, Hawaii Aleutian
  America/Detroit: Michigan
  America/Indiana/Indianapolis: Indiana
  America/Vancouver: British Columbia, Victoria
  America/Winnipeg: Manitoba
  America/Regina: Saskatchewan
  America/Halifax: Nova Scotia, New Brunswick, Atlantic
  America/St_Johns: Newfoundland
  America/Costa_Rica: San Jose
  UTC: Greenwich, Universal, Coordinated Universal, Zulu
  EET: Eastern European
  WET: Western European
  Asia/Tbilisi: Georgia
  Australia/Adelaide: Australian Central, South Australia
  Australia/Perth: Australian Western, Western Australia
  Australia/Brisbane: Queensland
  Australia/Melbourne: Victoria
  Australia/Darwin: Northern Territory
  Australia/Hobart: Tasmania
  Africa/Maputo: Central Africa
`);

/** Offered while nothing is typed. */
export const WELL_KNOWN: readonly string[] = (
  'UTC Europe/London Europe/Berlin Europe/Paris America/New_York America/Chicago America/Los_Angeles ' +
  'America/Sao_Paulo Asia/Kolkata Asia/Shanghai Asia/Tokyo Asia/Seoul Australia/Sydney'
).split(' ');

interface Row {
  zones: readonly string[];
  names: readonly string[];
}

/** Reads a table with a row `zone, zone: name, name` a line. */
function readRows(table: string): Row[] {
  const lines = table.trim().split('\n');
  return lines.map((line) => {
    const [zones = [], names = []] = line
      .trim()
      .split(': ')
      .map((list) => list.split(', '));
    return { zones, names };
  });
}
