/** An OpenAI-compatible server on loopback that answers as a test tells it, and remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** How one request is answered: the content of the model's message, or what is done with the response. */
export type Answer = string | ((response: ServerResponse, body: Asked) => void);

export interface Asked {
  model: string;
  messages: { role: string; content: string }[];
  response_format?: unknown;
}

export interface Endpoint {
  url: string;
  asked: Asked[];
  headers: IncomingMessage['headers'][];
  /** What the next requests get, in order; the last one for all that follow. */
  answers: Answer[];
}

export async function startEndpoint(...answers: Answer[]): Promise<Endpoint> {
  const endpoint: Endpoint = { url: '', asked: [], headers: [], answers };
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = JSON.parse(text) as Asked;
    endpoint.asked.push(body);
    endpoint.headers.push(request.headers);
    const answer = endpoint.answers.length > 1 ? endpoint.answers.shift() : endpoint.answers[0];
    if (typeof answer === 'function') answer(response, body);
    else say(response, answer ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  endpoint.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return endpoint;
}

export function say(response: ServerResponse, content: string): void {
  response.setHeader('content-type', 'application/json');
  const message = { role: 'assistant', content };
  response.end(JSON.stringify({ id: '1', object: 'chat.completion', choices: [{ index: 0, message }] }));
}

export function refuse(status: number, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { message: `key sk-very-secret is not welcome (${status})` } }));
  };
}

export const fits = (why: string) => JSON.stringify({ fits: true, why });
export const fails = (why: string) => JSON.stringify({ fits: false, why });
