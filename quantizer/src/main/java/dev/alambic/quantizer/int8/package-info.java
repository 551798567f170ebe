/**
 * Integer arithmetic: unsigned 8-bit activations with one scale a tensor, signed 8-bit weights with one scale an output
 * channel, which is what the integer kernels of ONNX Runtime are fast on.
 *
 * <pre>{@code
 * real = (stored - zeroPoint) * scale
 * activation: uint8, asymmetric: scale = (max - min) / 255, zeroPoint = round(-min / scale)
 * weight:     int8, symmetric:   scale[c] see QuantizedWeight, zeroPoint = 0
 * bias:       int32:             scale[c] = scale of the input * scale[c] of the weight, zeroPoint = 0
 * }</pre>
 */
@NullMarked
package dev.alambic.quantizer.int8;

import org.jspecify.annotations.NullMarked;
