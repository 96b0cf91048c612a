/**
 * The server: who may ask, for what, and for how long. Each request is a method of {@link
 * io.github.cordonfs.monitor.http.Answers}; what is live is sent by {@link
 * io.github.cordonfs.monitor.http.Live}.
 */
@NullMarked
package io.github.cordonfs.monitor.http;

import org.jspecify.annotations.NullMarked;
