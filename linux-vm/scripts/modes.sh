# For scripts/run: what modes of the JVM are called, and the jobs for a list of them.

# The options of the JVM for mode $1, such as c1+serial.
mode_options() {
  local part options=-Xmx256m
  for part in ${1//+/ }; do
    case $part in
      default) ;;
      xint) options+=' -Xint' ;;
      c1) options+=' -XX:TieredStopAtLevel=1' ;;
      c2) options+=' -XX:-TieredCompilation' ;;
      g1) options+=' -XX:+UseG1GC' ;;
      zgc) options+=' -XX:+UseZGC' ;;
      serial) options+=' -XX:+UseSerialGC' ;;
      *) fail 2 "$part is no mode: default, xint, c1, c2, g1, zgc, serial, or some of them, joined by +" ;;
    esac
  done
  printf '%s\n' "$options"
}

# The jobs that let $2 pages fail under small files and under huge ones, in each mode of the list $1.
mode_jobs() {
  local mode options shape
  for mode in ${1//,/ }; do
    options=$(mode_options "$mode") || exit 2
    for shape in SMALL HUGE; do
      printf '%s|%s|survive %s %s\n' 2400 "$options" "$2" "$shape"
    done
  done
}
