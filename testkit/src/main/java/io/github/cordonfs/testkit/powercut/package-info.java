/**
 * Power cuts: {@link io.github.cordonfs.testkit.powercut.Explore} runs a program once, and then
 * hands to its recovery every disk that a power cut could have left, by what POSIX promises. It
 * also runs a program with each error at each of its operations.
 *
 * <p>For tests. It learns what the program did as an observer of a {@link
 * io.github.cordonfs.testkit.FaultDisk}, and must never know any test framework.
 *
 * <p>It is one package because recording, states and images are hidden in it: rooms would have to
 * make them public.
 */
@NullMarked
package io.github.cordonfs.testkit.powercut;

import org.jspecify.annotations.NullMarked;
