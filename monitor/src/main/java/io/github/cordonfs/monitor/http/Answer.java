package io.github.cordonfs.monitor.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Answers requests to one path, without waiting for the client. */
@FunctionalInterface
interface Answer {

  /**
   * Makes the answer.
   *
   * @throws Refusal if there is none
   */
  Response answer(Query query) throws Refusal;

  /**
   * Waits for what the answer needs, if anything, before it is work: whoever waits here keeps
   * nobody from being answered.
   *
   * @throws Refusal if there is no use in waiting
   */
  default void await() throws Refusal {}

  /** Answers as long as the client stays. */
  @FunctionalInterface
  interface Stream {

    /**
     * Sends what there is to be sent.
     *
     * @throws IOException if the client is gone
     */
    void answer(HttpExchange exchange) throws IOException, Refusal;
  }
}
