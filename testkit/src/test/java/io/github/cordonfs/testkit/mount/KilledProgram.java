package io.github.cordonfs.testkit.mount;

import java.io.IOException;
import java.nio.file.Path;

/** A {@link MountedWorkload} in a process of its own, which says on its output what it does. */
final class KilledProgram {

  private KilledProgram() {}

  public static void main(String[] arguments) throws IOException {
    MountedWorkload program = new MountedWorkload(Long.parseLong(arguments[1]), Integer.MAX_VALUE);
    program.run(
        Path.of(arguments[0]),
        new MountedWorkload.Listener() {
          @Override
          public void begins(int file) {
            System.out.println("begins " + file);
          }

          @Override
          public void promised(Known known) {
            System.out.println("promised " + known.toLine());
          }
        });
  }
}
