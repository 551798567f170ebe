/** Pictures, from file to pixels. */
@NullMarked
package dev.alambic.data.picture;

import org.jspecify.annotations.NullMarked;
