/** Races of the real page cache on real memory, many times over, with every outcome counted. */
@NullMarked
package io.github.cordonfs.jcstress;

import org.jspecify.annotations.NullMarked;
