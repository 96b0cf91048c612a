package io.github.cordonfs.monitor.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.cordonfs.monitor.pool.UnreachableException;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Finds who answers a request, and turns what goes wrong into a status and one line. */
final class Router implements HttpHandler {

  private static final System.Logger LOG = System.getLogger("io.github.cordonfs.monitor");

  /** Requests that are worked on at the same time; others wait. The application goes on. */
  private final Semaphore working = new Semaphore(2);

  private final Guard guard;
  private final Deadlines deadlines;
  private final PageFiles page;
  private final Runnable opened;

  /** By method and path. */
  private final Map<String, Answer> answers = new HashMap<>();

  /** Answers that take as long as their client stays: they do not count as work. */
  private final Map<String, Answer.Stream> streams = new HashMap<>();

  /**
   * Makes one.
   *
   * @param page that everybody may have
   * @param opened called when somebody opens the page who will be shown the map
   */
  Router(Guard guard, Deadlines deadlines, PageFiles page, Runnable opened) {
    this.guard = guard;
    this.deadlines = deadlines;
    this.page = page;
    this.opened = opened;
  }

  /** Adds who answers a path, before the server starts. */
  void add(String method, String path, Answer answer) {
    answers.put(method + " " + path, answer);
  }

  /** As {@link #add}, where the answer goes on as long as the client stays. */
  void addStream(String path, Answer.Stream answer) {
    streams.put("GET " + path, answer);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    deadlines.suspend();
    try {
      Reply.prepare(exchange);
      answer(exchange);
    } catch (Refusal e) {
      refuse(exchange, e.status(), String.valueOf(e.getMessage()));
    } catch (ClosedFileSystemException e) {
      refuse(exchange, 410, "the file system is closed");
    } catch (UnreachableException e) {
      refuse(exchange, 502, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a client went away", e);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.WARNING, "the monitor could not answer a request", e);
      refuse(exchange, 500, "the monitor could not answer; its log says why");
    } finally {
      // What is left of the request is read, for which the client may be as slow as for the rest.
      deadlines.extend();
      exchange.close();
    }
  }

  private void answer(HttpExchange exchange) throws IOException, Refusal {
    guard.checkHost(exchange);
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    String reading = method.equals("HEAD") ? "GET" : method;
    if (path == null) {
      throw new Refusal(400, "a request needs a path");
    }
    if (page.has(path)) {
      if (!reading.equals("GET")) {
        throw new Refusal(405, "the page can only be read");
      }
      if (!guard.wantsToken()) {
        opened.run();
      }
      send(exchange, 200, page.answer(path));
      return;
    }
    guard.checkToken(exchange.getRequestHeaders());
    Answer.Stream stream = streams.get(method + " " + path);
    if (stream != null) {
      stream.answer(exchange);
      return;
    }
    Answer answer = answers.get(reading + " " + path);
    if (answer == null) {
      throw answers.keySet().stream().anyMatch(each -> each.endsWith(" " + path))
              || streams.containsKey("GET " + path)
          ? new Refusal(405, path + " does not take " + method)
          : new Refusal(404, "there is no " + path);
    }
    if (!reading.equals("GET")) {
      guard.checkIntent(exchange.getRequestHeaders());
    }
    Query query = Query.of(exchange.getRequestURI());
    answer.await();
    Response response;
    working.acquireUninterruptibly();
    try {
      response = answer.answer(query);
    } finally {
      working.release();
    }
    // Outside: a client may be slow.
    send(exchange, 200, response);
  }

  private void send(HttpExchange exchange, int status, Response response) throws IOException {
    deadlines.extend();
    Reply.send(exchange, status, response);
  }

  private void refuse(HttpExchange exchange, int status, String message) throws IOException {
    if (exchange.getResponseCode() >= 0) {
      return; // The answer has begun; all that is left is to end it.
    }
    if (status == 401) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
    }
    try {
      send(exchange, status, Response.json(Map.of("error", message)));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a client went away", e);
    }
  }
}
