/**
 * Models with state: what they take in one call is what they gave in the call before.
 *
 * <pre>{@code
 * StatePairs = StatePair*          told by the metadata, else recognized by name and shape
 * StatePair  = input, output
 * sequence   = step*               a step that holds a state begins a sequence, one that lacks it goes on
 * }</pre>
 *
 * <p>{@link dev.alambic.onnx.state.Carried} runs a model on steps.
 */
@NullMarked
package dev.alambic.onnx.state;

import org.jspecify.annotations.NullMarked;
