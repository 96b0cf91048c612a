package io.github.cordonfs.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** The optimistic read against each of those who change the page (contract row H8). */
public class ReadRaces {

  private ReadRaces() {}

  @JCStressTest
  @Outcome(id = "OLD|NEW|OLD AND NEW", expect = ACCEPTABLE, desc = "bytes the file had meanwhile")
  @Outcome(expect = FORBIDDEN, desc = "not of this file")
  @State
  public static class Write {
    private final RacedPage page = new RacedPage();

    @Actor
    public void read(L_Result result) {
      result.r1 = page.read();
    }

    @Actor
    public void write() {
      page.overwrite();
    }

    @Arbiter
    public void end(L_Result result) {
      page.destroy();
    }
  }

  @JCStressTest
  @Outcome(id = "OLD|POISONED", expect = ACCEPTABLE, desc = "before or after")
  @Outcome(expect = FORBIDDEN, desc = "wrong bytes, and nobody was told")
  @State
  public static class Strike {
    private final RacedPage page = new RacedPage();

    @Actor
    public void read(L_Result result) {
      result.r1 = page.read();
    }

    @Actor
    public void strike() {
      page.strike();
    }

    @Arbiter
    public void end(L_Result result) {
      page.destroy();
    }
  }

  @JCStressTest
  @Outcome(id = "OLD|ZEROS", expect = ACCEPTABLE, desc = "before or after")
  @Outcome(expect = FORBIDDEN, desc = "not of this file")
  @State
  public static class Punch {
    private final RacedPage page = new RacedPage();

    @Actor
    public void read(L_Result result) {
      result.r1 = page.read();
    }

    @Actor
    public void punch() {
      page.punch();
    }

    @Arbiter
    public void end(L_Result result) {
      page.destroy();
    }
  }

  @JCStressTest
  @Outcome(id = "OLD|END", expect = ACCEPTABLE, desc = "before or after")
  @Outcome(expect = FORBIDDEN, desc = "not of this file")
  @State
  public static class Truncate {
    private final RacedPage page = new RacedPage();

    @Actor
    public void read(L_Result result) {
      result.r1 = page.read();
    }

    @Actor
    public void truncate() {
      page.truncate();
    }

    @Arbiter
    public void end(L_Result result) {
      page.destroy();
    }
  }

  @JCStressTest
  @Outcome(id = "OLD", expect = ACCEPTABLE, desc = "nobody notices")
  @Outcome(expect = FORBIDDEN, desc = "not of this file")
  @State
  public static class SoftOffline {
    private final RacedPage page = new RacedPage();

    @Actor
    public void read(L_Result result) {
      result.r1 = page.read();
    }

    @Actor
    public void softOffline() {
      page.softOffline();
    }

    @Arbiter
    public void end(L_Result result) {
      page.destroy();
    }
  }

  @JCStressTest
  @Outcome(id = "OLD", expect = ACCEPTABLE, desc = "nobody notices")
  @Outcome(expect = FORBIDDEN, desc = "not of this file")
  @State
  public static class Collapse {
    private final RacedPage page = new RacedPage();

    @Actor
    public void read(L_Result result) {
      result.r1 = page.read();
    }

    @Actor
    public void collapse() {
      page.collapse();
    }

    @Arbiter
    public void end(L_Result result) {
      page.destroy();
    }
  }
}
