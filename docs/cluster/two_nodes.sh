#!/bin/sh
# Codes articles on a Ray cluster of two nodes and puts them into a lake:
#
#     docs/cluster/two_nodes.sh examples/essequibo lake/
#
# Both nodes are on this machine, so that it can be tried. On real machines HEAD_IP is an address that the others reach, the first `ray start` is
# run on one machine and the second on every other, and --num-cpus is left out: each node then has as many as its machine. All of them need
# riftline[ray] (and riftline[s3] for s3://), the articles and the lake at the same path or address, and the same RAY_AUTH_TOKEN.
set -eu
HEAD_IP="${HEAD_IP:-127.0.0.1}"
PORT="${PORT:-6379}"
export RAY_USAGE_STATS_ENABLED=0 RAY_GRACEFUL_SHUTDOWN_DRAIN_TIMEOUT_S="${RAY_GRACEFUL_SHUTDOWN_DRAIN_TIMEOUT_S:-3}"
# Only who knows the token may use the cluster.
export RAY_AUTH_MODE=token
export RAY_AUTH_TOKEN="${RAY_AUTH_TOKEN:-$(python3 -c 'import secrets; print(secrets.token_hex(32))')}"

ray start --head --block --node-ip-address="$HEAD_IP" --port="$PORT" --num-cpus=1 --object-store-memory=100000000 --include-dashboard=false >/dev/null &
head=$!
node=
ended() { # the head last: the others tell it that they go
	for each in $node $head; do
		kill "$each" 2>/dev/null && wait "$each" || true
	done
}
trap ended EXIT
trap 'exit 1' INT TERM

until ray status --address="$HEAD_IP:$PORT" >/dev/null 2>&1; do
	kill -0 $head || exit 1
	sleep 1
done
ray start --block --address="$HEAD_IP:$PORT" --node-ip-address="$HEAD_IP" --num-cpus=1 --object-store-memory=100000000 >/dev/null &
node=$!
until [ "$(ray status --address="$HEAD_IP:$PORT" 2>/dev/null | grep -c '^ 1 node_')" -ge 2 ]; do
	kill -0 $node || exit 1
	sleep 1
done

# Who codes: two processes, one on each node. The stories are put together here, at the end.
riftline ingest "$1" --out "$2" --engine ray --address "$HEAD_IP:$PORT" --workers 2 --batch "${BATCH:-256}"
