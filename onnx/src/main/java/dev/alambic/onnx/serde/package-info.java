/**
 * Reading and writing of ONNX files; the only place that knows protobuf.
 *
 * <p>Reading then writing gives an equal protobuf message. Each {@code rest} of the model value holds the message it
 * came from with the interpreted fields cleared; a field that is present but empty stays there, so that its presence
 * survives. Writing parses {@code rest} and sets the interpreted fields that are not empty over it. Lists of pairs and
 * types that are written in an unusual way stay in {@code rest} as they were and are used again while the value that
 * they mean is unchanged.
 */
@NullMarked
package dev.alambic.onnx.serde;

import org.jspecify.annotations.NullMarked;
