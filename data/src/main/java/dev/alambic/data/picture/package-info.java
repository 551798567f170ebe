/** Pictures: from a file to the values that a model takes. */
@NullMarked
package dev.alambic.data.picture;

import org.jspecify.annotations.NullMarked;
