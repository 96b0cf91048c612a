# For scripts/run: gets packages, builds what is booted, boots it. Uses $module and $target.

fail() {
  printf 'linux-vm: %s\n' "$2" >&2
  exit "$1"
}

# Where mke2fs is, which is not on the path of everybody.
PATH=$PATH:/usr/sbin:/sbin

# Makes sure of the programs, by apt where that is possible.
need_tools() {
  local missing=()
  command -v qemu-system-x86_64 >/dev/null || missing+=(qemu-system-x86)
  [ -x /bin/busybox ] || missing+=(busybox-static)
  command -v cpio >/dev/null || missing+=(cpio)
  command -v mke2fs >/dev/null || missing+=(e2fsprogs)
  command -v apt-get >/dev/null \
    || fail 3 "kernels come from a Debian package mirror by way of apt, and there is no apt-get here"
  if [ "${#missing[@]}" -gt 0 ]; then
    [ "$(id -u)" -eq 0 ] \
      || fail 3 "${missing[*]} missing and only root can install them: apt-get install --no-install-recommends ${missing[*]}"
    printf 'linux-vm: installing %s\n' "${missing[*]}"
    refresh
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
      >"$target/apt.log" 2>&1 || fail 3 "cannot install ${missing[*]}; what apt said is in $target/apt.log"
  fi
}

# Package lists may be old, or not be there at all. Only root can renew them.
refreshed=
refresh() {
  if [ -z "$refreshed" ] && [ "$(id -u)" -eq 0 ]; then
    apt-get update -qq >"$target/apt-update.log" 2>&1 || true
  fi
  refreshed=yes
}

find_jdk() {
  local home version
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
    if [ -x "$home/bin/jlink" ] && [ -r "$home/release" ]; then
      version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$home/release")
      if [ "${version:-0}" -ge 25 ]; then
        printf '%s\n' "$home"
        return
      fi
    fi
  done
  fail 2 "no JDK 25 or newer found; install one or set JAVA_HOME to it"
}

# Packs the directory $1 as an archive that the kernel unpacks at boot.
pack() {
  (cd -- "$1" && find . -print0 | cpio --null --create --format=newc --owner=0:0 --quiet)
}

# What all kernels have: busybox, a Java runtime and the libraries of this machine that it needs.
build_base() {
  local jdk base=$target/base library
  jdk=$(find_jdk)
  if [ -f "$target/base.cpio" ] && [ "$(cat "$target/base.jdk" 2>/dev/null)" = "$(cat "$jdk/release")" ]; then
    return
  fi
  rm -rf -- "$base"
  mkdir -p "$base"/{bin,etc,proc,sys,dev,tmp,disk,modules,jars,lib64}
  : >"$base/etc/mtab"
  cp /bin/busybox "$base/bin/busybox"
  cp "$(command -v mke2fs)" "$base/bin/mke2fs.ext4"
  ! ldd "$base/bin/busybox" >/dev/null 2>&1 || fail 3 "/bin/busybox is not static; install busybox-static"
  "$jdk/bin/jlink" --add-modules java.base,java.logging,java.management,jdk.jfr,jdk.unsupported \
    --strip-debug --generate-cds-archive --no-header-files --no-man-pages \
    --output "$base/jdk" >"$target/jlink.log" 2>&1 || fail 2 "jlink failed; what it said is in $target/jlink.log"
  while read -r library; do
    mkdir -p "$base${library%/*}"
    cp -L -- "$library" "$base$library"
  done < <(find "$base/jdk" -name '*.so' -o -name java -path '*/bin/*' | xargs ldd "$base/bin/mke2fs.ext4" 2>/dev/null \
    | sed -n -e 's/^.* => \(\/[^ ]*\) .*/\1/p' -e 's/^[[:space:]]*\(\/[^ ]*\) (.*/\1/p' \
    | grep -v "^$base" | sort -u)
  pack "$base" >"$target/base.cpio"
  cat "$jdk/release" >"$target/base.jdk"
  rm -rf -- "$base"
}

# The newest package of kernel $1, such as 6.1, that this machine's mirrors have.
kernel_package() {
  apt-cache pkgnames "linux-image-$1." \
    | grep -E "^linux-image-${1//./\\.}\.[0-9]+(-[0-9]+|\+[a-z0-9]+)?-amd64\$" | sort -V | tail -n 1 || true
}

# Modules by name, in the order in which they are loaded. Those that a kernel has built in are left out.
readonly MODULES='hwpoison-inject crc16 crc32c_generic libcrc32c mbcache jbd2 ext4 brd'

# Downloads and unpacks kernel $1: vmlinuz, modules, and the configuration.
unpack_kernel() {
  local dir=$target/linux-$1 package name file
  [ ! -f "$dir/ready" ] || return 0
  package=$(kernel_package "$1")
  if [ -z "$package" ]; then
    refresh
    package=$(kernel_package "$1")
  fi
  [ -n "$package" ] || fail 3 "the package mirrors of this machine have no kernel $1 for amd64"
  printf 'linux-vm: downloading %s\n' "$package"
  rm -rf -- "$dir"
  mkdir -p "$dir/unpacked" "$dir/modules"
  # Not as the user of apt, who may not write here.
  (cd -- "$dir" && apt-get -o APT::Sandbox::User=root download -qq "$package") >"$target/apt.log" 2>&1 \
    || fail 3 "cannot download $package; what apt said is in $target/apt.log"
  dpkg-deb --extract "$dir"/*.deb "$dir/unpacked"
  mv "$dir"/unpacked/boot/vmlinuz-* "$dir/vmlinuz"
  mv "$dir"/unpacked/boot/config-* "$dir/config"
  grep -q '^CONFIG_MEMORY_FAILURE=y' "$dir/config" || fail 3 "$package has no CONFIG_MEMORY_FAILURE"
  : >"$dir/modules/order"
  for name in $MODULES; do
    file=$(find "$dir/unpacked" -name "$name.ko*" -print -quit)
    [ -n "$file" ] || continue
    case $file in
      *.xz) xz -dc "$file" >"$dir/modules/$name.ko" ;;
      *.zst) zstd -dqc "$file" >"$dir/modules/$name.ko" ;;
      *) cp "$file" "$dir/modules/$name.ko" ;;
    esac
    case $name in
      brd) printf 'brd.ko rd_nr=1 rd_size=65536\n' ;;
      *) printf '%s.ko\n' "$name" ;;
    esac >>"$dir/modules/order"
  done
  printf '%s\n' "$package" >"$dir/package"
  rm -rf -- "$dir/unpacked" "$dir"/*.deb
  : >"$dir/ready"
}

# Takes what the jobs of a kernel, of which $1 is the directory, have recorded into files that can be replayed.
keep_traces() {
  rm -rf -- "$1/traces"
  grep -a -q '^TRACE # trace ' "$1/jobs.log" || return 0
  mkdir "$1/traces"
  sed -n 's/^TRACE //p' "$1/jobs.log" | tr -d '\r' | awk -v dir="$1/traces" '
    /^# trace / { file = dir "/tmpfs-" (/ huge=always / ? "huge" : "small") ".trace" }
    { print >file }'
}

# Replays in Cordon what was recorded on kernel $1.
replay() {
  local traces=$target/linux-$1/traces status=0
  [ -d "$traces" ] || return 0
  printf 'linux-vm: replaying %s traces of %s\n' "$(cat "$traces"/*.trace | grep -c '^# trace ')" "$1"
  (cd -- "$module/.." && JAVA_HOME=$(find_jdk) mvn -B -ntp -q -pl conformance -am verify -Dtest=TraceReplayTest \
    -Dsurefire.failIfNoSpecifiedTests=false -Dcordon.traces="$traces") >"$target/replay.log" 2>&1 </dev/null || status=$?
  grep -a -E '^traces: |: seed ' "$target/replay.log" || true
  if [ "$status" -ne 0 ]; then
    printf 'linux-vm: FAIL on %s: what was recorded does not replay; see %s\n' "$1" "$target/replay.log" >&2
    return 1
  fi
}

# Has QEMU raise a machine check for each address that a job asks for on its serial line, of which $1 is the log: a page
# that the memory scrubber of the processor found to be bad ("software recoverable, action optional").
raise_machine_checks() {
  local done=0 line
  cat "$target/monitor.out" >/dev/null &
  exec 7>"$target/monitor.in"
  trap 'kill %1 2>/dev/null' EXIT
  while :; do
    while read -r line; do
      done=$((done + 1))
      # bank, status (valid, uncorrected, enabled, with MISC and address, signalled, memory scrubbing), MCG_STATUS
      # (in progress, restartable), address, MISC (physical, a page of 4 KiB)
      printf 'mce 0 9 0xbd000000000000c0 0x5 %s 0x8c\n' "${line##* }" >&7
    done < <(grep -a '^@@ mce ' "$1" | tr -d '\r' | tail -n +$((done + 1)))
    sleep 0.1
  done
}

# What is outside the checkout.
scratch=
clean_up() {
  [ -z "$scratch" ] || rm -rf -- "$scratch"
  scratch=
}
trap clean_up EXIT

# Boots kernel $1 with the jobs of file $2, and prints what they found.
boot() {
  local dir=$target/linux-$1 run=$target/run status=0 expected ended bad cpu=max watcher= debugger=
  local monitor=()
  rm -rf -- "$run"
  mkdir -p "$run/jars"
  cp "$module"/target/cordon-linux-vm.jar "$module"/target/lib/*.jar "$run/jars/"
  cp -r "$dir/modules" "$run/modules"
  install -m 755 "$module/src/main/guest/init" "$run/init"
  grep -v -e '^#' -e '^$' "$2" >"$run/jobs"
  { cat "$target/base.cpio"; pack "$run"; } >"$target/initramfs"
  expected=$(wc -l <"$run/jobs")
  printf 'linux-vm: booting %s, %s jobs\n' "$(cat "$dir/package")" "$expected"
  rm -f -- "$dir"/*.log
  : >"$dir/jobs.log"
  if grep -q '|machine-check ' "$run/jobs"; then
    # What the kernel knows as recoverable, it knows of Intel.
    cpu=max,vendor=GenuineIntel
    rm -f -- "$target/monitor.in" "$target/monitor.out"
    mkfifo "$target/monitor.in" "$target/monitor.out"
    monitor=(-chardev "pipe,id=monitor,path=$target/monitor" -mon chardev=monitor)
    raise_machine_checks "$dir/jobs.log" &
    watcher=$!
  fi
  if grep -q '|consume ' "$run/jobs"; then
    cpu=max,vendor=GenuineIntel
    # Not in the checkout, as the name of a socket may have 107 bytes.
    scratch=$(mktemp -d)
    monitor+=(-chardev "socket,id=debugger,path=$scratch/gdb,server=on,wait=off" -gdb chardev:debugger)
    "$(find_jdk)/bin/java" -XX:+UseSerialGC -cp "$module/target/cordon-linux-vm.jar" io.github.cordonfs.vm.debugger.Main \
      "$scratch/gdb" "$dir/jobs.log" >"$dir/debugger.log" 2>&1 </dev/null &
    debugger=$!
  fi
  # Never more than the jobs may take together, and a minute for the boot.
  timeout -k 5 $((60 + $(cut -d '|' -f 1 "$run/jobs" | paste -s -d +))) \
    qemu-system-x86_64 -accel tcg -cpu "$cpu" "${monitor[@]}" -smp 1 -m 2048 -nodefaults -display none -no-reboot \
    -kernel "$dir/vmlinuz" -initrd "$target/initramfs" \
    -append 'console=ttyS0 panic=-1 loglevel=5 mitigations=off random.trust_cpu=on' \
    -serial "file:$dir/kernel.log" -serial "file:$dir/jobs.log" </dev/null || status=$?
  [ -z "$watcher" ] || kill -- "$watcher" 2>/dev/null || true
  [ -z "$debugger" ] || kill -- "$debugger" 2>/dev/null || true
  clean_up
  rm -rf -- "$run" "$target/initramfs"
  grep -a -E '^(RESULT|WRONG|PASS|FAIL|@@)' "$dir/jobs.log" | grep -a -v -e '^@@ mce ' -e '^@@ srar ' || true
  keep_traces "$dir"
  ended=$(grep -a -c '^@@ end ' "$dir/jobs.log" || true)
  bad=$(grep -a '^@@ end ' "$dir/jobs.log" | grep -a -v -c '^@@ end 0 ' || true)
  if [ "$status" -ne 0 ] || [ "$ended" -ne "$expected" ] || [ "$bad" -ne 0 ]; then
    printf 'linux-vm: FAIL on %s: %s of %s jobs ended, %s of them badly; QEMU ended with %s; see %s/*.log\n' \
      "$1" "$ended" "$expected" "$bad" "$status" "$dir" >&2
    return 1
  fi
  printf 'linux-vm: PASS on %s: %s jobs\n' "$1" "$ended"
}
