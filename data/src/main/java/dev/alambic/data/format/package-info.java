/**
 * The formats that data come in, one class each. {@link dev.alambic.data.format.DataFormats} lists them, and through it
 * every door of the program opens them.
 */
@NullMarked
package dev.alambic.data.format;

import org.jspecify.annotations.NullMarked;
