package io.github.cordonfs.monitor.browser;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A tab of the browser: what a user does with it, and what it shows. */
final class Tab implements AutoCloseable {

  private static final Path PICTURES = Path.of("target", "screenshots");

  private final DevTools tools;
  private final String context;
  private final String session;
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final CountDownLatch loaded = new CountDownLatch(1);
  private final List<URI> requests = new CopyOnWriteArrayList<>();

  private Tab(DevTools tools, String context, String session) {
    this.tools = tools;
    this.context = context;
    this.session = session;
  }

  static Tab open(DevTools tools, int width, int height) throws IOException {
    // A context of its own: nothing is left of other tabs.
    String context =
        (String) tools.call("", "Target.createBrowserContext", Map.of()).get("browserContextId");
    String target =
        (String)
            tools
                .call(
                    "",
                    "Target.createTarget",
                    Map.of("url", "about:blank", "browserContextId", context))
                .get("targetId");
    String session =
        (String)
            tools
                .call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId");
    Tab tab = new Tab(tools, context, session);
    tools.listen(session, tab::heard);
    for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
      tab.call(domain + ".enable", Map.of());
    }
    // One behind another draws nothing, and may wait with its input.
    tab.call("Page.bringToFront", Map.of());
    tab.call("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
    tab.size(width, height);
    return tab;
  }

  /** Makes the window another size. */
  void size(int width, int height) throws IOException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  private Map<?, ?> call(String method, Map<String, ?> parameters) throws IOException {
    return tools.call(session, method, parameters);
  }

  private void heard(String method, Map<?, ?> event) {
    switch (method) {
      case "Runtime.exceptionThrown" -> errors.add(String.valueOf(event.get("exceptionDetails")));
      case "Runtime.consoleAPICalled" -> {
        if ("error".equals(event.get("type"))) {
          errors.add(String.valueOf(event.get("args")));
        }
      }
      case "Log.entryAdded" -> {
        Map<?, ?> entry = (Map<?, ?>) event.get("entry");
        if ("error".equals(entry.get("level"))) {
          errors.add(entry.get("text") + " " + entry.get("url"));
        }
      }
      case "Page.loadEventFired" -> loaded.countDown();
      case "Network.requestWillBeSent" ->
          requests.add(URI.create(((Map<?, ?>) event.get("request")).get("url").toString()));
      default -> {}
    }
  }

  /** What the page complained about. */
  List<String> errors() {
    return errors;
  }

  /** What it asked for. */
  List<URI> requests() {
    return requests;
  }

  /** Goes to a page, once, and waits until it is loaded. */
  void go(URI uri) throws IOException {
    call("Page.navigate", Map.of("url", uri.toString()));
    try {
      if (!loaded.await(60, TimeUnit.SECONDS)) {
        throw new IOException(uri + " is not loaded");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Has files that the page saves put into a directory. */
  void saveTo(Path directory) throws IOException {
    tools.call(
        "",
        "Browser.setDownloadBehavior",
        Map.of(
            "behavior",
            "allow",
            "browserContextId",
            context,
            "downloadPath",
            directory.toAbsolutePath().toString()));
  }

  /** Takes the network away. */
  void cutOff() throws IOException {
    call(
        "Network.emulateNetworkConditions",
        Map.of("offline", true, "latency", 0, "downloadThroughput", 0, "uploadThroughput", 0));
  }

  void scheme(String name) throws IOException {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
  }

  /** Evaluates an expression of JavaScript, a promise too. */
  Object eval(String expression) throws IOException {
    Map<?, ?> answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (answer.get("exceptionDetails") != null) {
      throw new IOException(expression + ": " + answer.get("exceptionDetails"));
    }
    return ((Map<?, ?>) answer.get("result")).get("value");
  }

  /** Waits, in the page, until an expression is true; returns how long that took, in ms. */
  double until(String expression) throws IOException {
    Object took =
        eval(
            "new Promise((resolve, reject) => { const begin = performance.now();"
                + "const look = () => { let is; try { is = ("
                + expression
                + "); } catch { is = false; }"
                + "const now = performance.now() - begin;"
                + "if (is) resolve(now); else if (now > 20000) resolve(-1);"
                + "else setTimeout(look, 10); }; look(); })");
    if (took instanceof Double ms && ms >= 0) {
      return ms;
    }
    throw new AssertionError("does not become true: " + expression + "; errors: " + errors);
  }

  String text(String selector) throws IOException {
    return (String) eval("document.querySelector('" + selector + "').textContent");
  }

  /** Clicks on an element; another one under the pointer by then is an error of the page. */
  void click(String selector) throws IOException {
    Map<?, ?> place =
        (Map<?, ?>)
            eval(
                "(() => { const e = document.querySelector('"
                    + selector
                    + "'); e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect();"
                    + " window.clicked = undefined; addEventListener('click', (event) => {"
                    + " window.clicked = e.contains(event.target) || event.target.outerHTML; },"
                    + " {capture: true, once: true});"
                    + " return {x: b.x + b.width / 2, y: b.y + b.height / 2}; })()");
    click((Double) place.get("x"), (Double) place.get("y"));
    Object clicked = eval("clicked");
    if (!Boolean.TRUE.equals(clicked)) {
      throw new AssertionError("a click on " + selector + " met " + clicked);
    }
  }

  void click(double x, double y) throws IOException {
    mouse("mouseMoved", x, y, 0);
    mouse("mousePressed", x, y, 1);
    mouse("mouseReleased", x, y, 0);
  }

  void drag(double x, double y, double toX, double toY) throws IOException {
    mouse("mouseMoved", x, y, 0);
    mouse("mousePressed", x, y, 1);
    for (int i = 1; i <= 5; i++) {
      mouse("mouseMoved", x + (toX - x) * i / 5, y + (toY - y) * i / 5, 1);
    }
    mouse("mouseReleased", toX, toY, 0);
  }

  void hover(double x, double y) throws IOException {
    mouse("mouseMoved", x, y, 0);
  }

  void wheel(double x, double y, double by) throws IOException {
    call(
        "Input.dispatchMouseEvent",
        Map.of("type", "mouseWheel", "x", x, "y", y, "deltaX", 0, "deltaY", by));
  }

  private void mouse(String type, double x, double y, int buttons) throws IOException {
    boolean pressed = !type.equals("mouseMoved");
    call(
        "Input.dispatchMouseEvent",
        Map.of(
            "type", type,
            "x", x,
            "y", y,
            "button", pressed ? "left" : buttons == 1 ? "left" : "none",
            "buttons", buttons,
            "clickCount", pressed ? 1 : 0));
  }

  void type(String text) throws IOException {
    call("Input.insertText", Map.of("text", text));
  }

  /** Presses a key; one that types a character has that for its name. */
  void key(String key) throws IOException {
    int code =
        switch (key) {
          case "Tab" -> 9;
          case "Enter" -> 13;
          case "Home" -> 36;
          case "ArrowLeft" -> 37;
          case "ArrowUp" -> 38;
          case "ArrowRight" -> 39;
          case "ArrowDown" -> 40;
          default -> Character.toUpperCase(key.charAt(0));
        };
    String text = key.length() == 1 ? key : key.equals("Enter") ? "\r" : "";
    call(
        "Input.dispatchKeyEvent",
        Map.of(
            "type", text.isEmpty() ? "rawKeyDown" : "keyDown",
            "key", key,
            "text", text,
            "windowsVirtualKeyCode", code));
    call(
        "Input.dispatchKeyEvent",
        Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
  }

  /** Keeps what the page looks like, as output of the build. */
  void picture(String name) throws IOException {
    Map<?, ?> answer = call("Page.captureScreenshot", Map.of("format", "png"));
    Files.createDirectories(PICTURES);
    Files.write(
        PICTURES.resolve(name + ".png"), Base64.getDecoder().decode((String) answer.get("data")));
  }

  @Override
  public void close() throws IOException {
    tools.call("", "Target.disposeBrowserContext", Map.of("browserContextId", context));
  }
}
