/**
 * The test kit in tests of JUnit Jupiter: {@link io.github.cordonfs.junit.CordonTest} for a file
 * system that fails on request, {@link io.github.cordonfs.junit.PowerCutTest} for power cuts,
 * {@link io.github.cordonfs.junit.FaultTest} for every fault at every operation, {@link
 * io.github.cordonfs.junit.CordonTempDirFactory} for temporary directories.
 *
 * <p>It must never know how a fault or a power cut is made.
 */
@NullMarked
package io.github.cordonfs.junit;

import org.jspecify.annotations.NullMarked;
