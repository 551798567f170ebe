package dev.alambic.onnx.cost;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many learnt numbers a model holds.
 *
 * <p>A parameter is one element of a constant that carries weights, whatever type it is stored in: a weight or bias of
 * a convolution, matrix product or recurrent cell, a scale or shift of a normalization, an embedding table, a bias or
 * gain applied element by element to what such a layer computed. A weight stored as int8, as 4-bit codes or as float16
 * is a parameter like any other. These are not parameters, although the file holds them: running means and variances of
 * batch normalization (nothing learns them by gradient), scales and zero points of quantization, constants applied
 * before the first layer (standardization, pixel scaling), shapes, axes and indices, and lone scalars such as the 0.5
 * of a GELU.
 *
 * <p>The count agrees with the one that frameworks print while training, as long as batch normalization has not been
 * folded: folding merges its scale and shift into the layer before it.
 *
 * @param count number of weight elements, each constant counted once however often it is read
 * @param nonZeros those that stand for something other than zero; an integer equal to its zero point stands for zero
 * @param copies weights that are not counted, since each is the transpose of another one, which its name leads to
 */
public record Parameters(long count, long nonZeros, Map<String, String> copies) {

    public Parameters {
        copies = Collections.unmodifiableMap(new LinkedHashMap<>(copies));
    }
}
