# Unpacks the archive $1 into the directory $2 and runs what is in it.
set -eu
rm -rf "$2"
mkdir -p "$2"
cd "$2"
tar -xzf "$1"
cd npymap-cli-*
test -f LICENSE
test -f NOTICE

run() {
    "$1" --version
    printf '1,2\n3,4\n' >table.csv
    "$1" convert table.csv - --to npy | "$1" show - >shown
    printf '[[1. 2.]\n [3. 4.]]\n' | cmp - shown
}

run ./npymap
test -f npymap.aot
# Unpacked anew, the cache of before is that of another program, whatever the times of its files.
tar -xzf "$1" -C ..
./npymap --version 2>&1 | grep 'preparing a quick start'
# Moved to a path with a space, and called by a link.
mv "$PWD" "$2/un packed"
ln -sf "$2/un packed/npymap" "$2/linked"
run "$2/linked"
echo 'archive: the command line runs after unpacking'
