/**
 * The command line program of Cordon. It uses the public face of the library and {@code
 * java.nio.file}, as any other program would.
 */
module io.github.cordonfs.cli {
  requires info.picocli;
  requires io.github.cordonfs.core;
  requires io.github.cordonfs.monitor;
  requires java.management.rmi;
  requires jdk.attach;
  requires jdk.management;
  requires me.tongfei.progressbar;
  requires static org.jspecify;

  opens io.github.cordonfs.cli to
      info.picocli;
  opens io.github.cordonfs.cli.attach to
      info.picocli;
  opens io.github.cordonfs.cli.designs to
      info.picocli;
  opens io.github.cordonfs.cli.drill to
      info.picocli;
  opens io.github.cordonfs.cli.line to
      info.picocli;
  opens io.github.cordonfs.cli.run to
      info.picocli;
}
