/**
 * Runs outside the virtual machine, as a debugger of it: raises a machine check at the very
 * instruction that loads from a page, as hardware does when a load consumes bad memory. QEMU by
 * itself raises one at whatever the processor does at that time.
 *
 * <p>Knows the debugger's protocol of QEMU and one line of the log of a job, and nothing of Cordon.
 */
@NullMarked
package io.github.cordonfs.vm.debugger;

import org.jspecify.annotations.NullMarked;
