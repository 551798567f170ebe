/** Files of data, shipped or of the user, and how they are to be read. */
@NullMarked
package dev.alambic.data.file;

import org.jspecify.annotations.NullMarked;
