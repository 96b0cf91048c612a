/** The page in a real browser. Run by {@code monitor/scripts/browser}. */
package io.github.cordonfs.monitor.browser;
