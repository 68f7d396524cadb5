#!/usr/bin/env bash
# Runs the steps of deploy/Dockerfile without Docker: copies what it copies into an empty folder, installs what it installs,
# and starts the program as user 1000 with everything read-only but its data folder and /tmp. Then it asks what the health
# check asks, and stops it. Linux; as root, or the user stays the same and the tree is writable.
# Usage: deploy/by-hand.sh
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
dockerfile=$root/deploy/Dockerfile

say() { printf '== %s\n' "$*"; }
# The instructions on one line each, without comments; `NAME n` gives those of stage n.
instructions() {
  sed -e '/^#/d' -e ':a;/\\$/{N;s/\\\n */ /;ba}' "$dockerfile" |
    awk -v want="$1" -v stage="$2" '$1 == "FROM" { at++ } $1 == want && at == stage { sub(/^[A-Z]+ +/, ""); print }'
}
copy_stage() { # from the repository, as COPY does
  local line words target
  while read -r line; do
    [[ $line == --from=* ]] && continue
    read -ra words <<<"$line"
    target=$1/${words[-1]}
    unset 'words[-1]'
    for name in "${words[@]}"; do
      if [[ -d $name ]]; then mkdir -p "$target" && cp -r "$name/." "$target"; else mkdir -p "$target" && cp "$name" "$target"; fi
    done
  done < <(instructions COPY "$2")
}

box=$(mktemp -d /var/tmp/paperboy-by-hand-XXXXXX)
trap 'rm -rf "$box"' EXIT
chmod 755 "$box"
mkdir "$box/packages" "$box/app" "$box/data" "$box/bin"

# The image brings a Node of this version; here it is the lockfile's.
cp "$(readlink -f node_modules/.bin/node)" "$box/bin/node"
export PATH=$box/bin:$PATH
say "node $(node --version), npm $(npm --version)"

say 'stage 1: packages'
copy_stage "$box/packages" 1
(
  cd "$box/packages"
  instructions RUN 1 | sed 's#install -d -m 0700 /data#true#' | while read -r command; do
    say "RUN $command"
    bash -c "$command"
  done
)

say 'stage 2: image'
mv "$box/packages/node_modules" "$box/app/node_modules"
copy_stage "$box/app" 2
chmod -R a+rX,a-w "$box/app"
chmod 700 "$box/data"
say "$(du -sm "$box/app" | cut -f1) MB of program, $(du -sm "$box/app/node_modules" | cut -f1) MB of it packages, $(du -m "$box/bin/node" | cut -f1) MB of Node"

mapfile -t env < <(instructions ENV 2 | tr ' ' '\n' | sed "s#DATA_DIR=.*#DATA_DIR=$box/data#")
port=$(printf '%s\n' "${env[@]}" | sed -n 's/^HEALTH_PORT=//p')
run=(env -i "PATH=$box/bin" "${env[@]}" PORT=0 SOURCES=bundled)
if [[ $(id -u) == 0 ]]; then
  chown 1000:1000 "$box/data"
  drop=(setpriv --reuid=1000 --regid=1000 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all)
  # In a mount namespace of its own: the root read-only, the data folder writable, an empty /tmp.
  inside='mount --make-rprivate / && mount --bind "$1/data" "$1/data" && mount -o remount,bind,ro / && mount -t tmpfs -o size=64m,mode=1777 none /tmp && shift && exec "$@"'
  run=(unshare --mount bash -c "$inside" inside "$box" "${drop[@]}" "${run[@]}")
  say 'as user 1000, without capabilities, with a read-only root'
else
  say 'not root: as this user, and the tree is protected by its modes alone'
fi

cd "$box/app"
if "${run[@]}" node -e "require('fs').writeFileSync('written', '')" 2>/dev/null; then
  say 'the tree is writable' && exit 1
fi
say 'the tree cannot be written'

"${run[@]}" node bin/paperboy.js start >"$box/log" 2>&1 &
pid=$!
health=$(instructions HEALTHCHECK 2 | sed 's/.*CMD \[.*"-e", "\(.*\)"\]$/\1/')
began=$(date +%s%N)
until HEALTH_PORT=$port node -e "$health" && grep -q 'paperboy ready' "$box/log"; do
  kill -0 "$pid" 2>/dev/null || { cat "$box/log" && exit 1; }
  sleep 0.2
done
say "alive and ready after $((($(date +%s%N) - began) / 1000000)) ms"
node -e "const get = async (path) => { const r = await fetch('http://127.0.0.1:$port' + path); console.log(r.status, path, (await r.text()).slice(0, 700)); }; get('/health/live').then(() => get('/health/ready')).then(() => get('/metrics'))" | sed -e '/^#/d' | head -25
page=$(sed -n 's/.*"address":"\([^"]*\)".*"msg":"paperboy ready".*/\1/p' "$box/log")
node -e "fetch('$page').then(async (r) => { const text = await r.text(); console.log(r.status, 'the local workspace,', text.length, 'bytes'); process.exit(r.ok && /<html/i.test(text) ? 0 : 1); })"
memory=$(sed -n 's/^VmRSS: *//p' "/proc/$(pgrep -P "$pid" -f bin/paperboy.js || echo "$pid")/status")
say "resident memory: $memory"
ls -ln "$box/data"

began=$(date +%s%N)
kill -TERM "$pid"
code=0
wait "$pid" || code=$?
say "stopped with exit code $code after $((($(date +%s%N) - began) / 1000000)) ms"
cat "$box/log"
[[ $code == 0 ]]

say 'as the CronJob: run-once'
"${run[@]}" node bin/paperboy.js run-once
