/** Texts and the tokenizers that cut them. */
@NullMarked
package dev.alambic.data.text;

import org.jspecify.annotations.NullMarked;
