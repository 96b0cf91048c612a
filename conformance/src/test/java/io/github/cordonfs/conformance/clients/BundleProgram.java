package io.github.cordonfs.conformance.clients;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Starts an OSGi framework with some bundles, and says of each what became of it. */
final class BundleProgram {

  private BundleProgram() {}

  /**
   * Runs it.
   *
   * @param args a directory for the framework, and the bundles
   */
  public static void main(String[] args) throws Exception {
    FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
    Framework framework =
        factory.newFramework(Map.of(Constants.FRAMEWORK_STORAGE, args[0], "felix.log.level", "0"));
    framework.start();
    try {
      List<Bundle> bundles = new ArrayList<>();
      for (String each : List.of(args).subList(1, args.length)) {
        // By reference, so that a directory of classes will do.
        bundles.add(
            framework.getBundleContext().installBundle("reference:" + Path.of(each).toUri()));
      }
      for (Bundle each : bundles) {
        System.out.print(each.getSymbolicName() + ": ");
        start(each);
      }
    } finally {
      framework.stop();
      framework.waitForStop(10_000);
    }
  }

  private static void start(Bundle bundle) {
    try {
      bundle.start();
      System.out.println("started");
    } catch (BundleException e) {
      System.out.println(e.getType() == BundleException.RESOLVE_ERROR ? "not resolved" : e);
    }
  }
}
