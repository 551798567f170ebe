/** IDX files of images and labels. */
@NullMarked
package dev.alambic.data.idx;

import org.jspecify.annotations.NullMarked;
