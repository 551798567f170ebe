/**
 * What a pass is, and the runner that holds each pass to its word.
 *
 * <pre>{@code
 * Pass       = name, EXACT | LOSSY, requires, apply, ensures
 * Outcome    = OnnxModel, note*
 * Pipeline   = Pass*
 * Result     = OnnxModel, PassReport*
 * }</pre>
 */
@NullMarked
package dev.alambic.quantizer.pass;

import org.jspecify.annotations.NullMarked;
