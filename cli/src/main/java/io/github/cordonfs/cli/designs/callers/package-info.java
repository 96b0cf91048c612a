/**
 * Whoever uses the page cache, each written once, as a kernel has it: {@link
 * io.github.cordonfs.cli.designs.callers.CallSite} lists them. What a design has a caller add is
 * one condition in its code ({@code checks}); without it, the code is what was there before anybody
 * thought of failed memory. They use the model, and nothing here knows what is right.
 */
@NullMarked
package io.github.cordonfs.cli.designs.callers;

import org.jspecify.annotations.NullMarked;
