/**
 * The same steps with the default provider on a tmpfs, with Cordon and with the overlay: what comes
 * of each must be the same.
 */
@NullMarked
package io.github.cordonfs.conformance.alike;

import org.jspecify.annotations.NullMarked;
