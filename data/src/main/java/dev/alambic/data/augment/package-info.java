/** Random changes of samples, each a function of seed, round and index. */
@NullMarked
package dev.alambic.data.augment;

import org.jspecify.annotations.NullMarked;
