/** Folders of pictures, texts or sounds, and lists of them with labels. */
@NullMarked
package dev.alambic.data.folder;

import org.jspecify.annotations.NullMarked;
