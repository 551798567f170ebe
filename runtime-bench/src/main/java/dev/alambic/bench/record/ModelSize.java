package dev.alambic.bench.record;

/**
 * How many learnt numbers a model holds.
 *
 * <p>A parameter is one element of a constant that carries weights, whatever type it is stored in: a weight or bias of
 * a convolution, matrix product or recurrent cell, a scale or shift of a normalization, an embedding table, a bias or
 * gain applied element by element to what such a layer computed. A weight stored as int8 or float16 is a parameter like
 * any other. These are not parameters, although the file holds them: running means and variances of batch normalization
 * (nothing learns them by gradient), scales and zero points of quantization, constants applied before the first layer
 * (standardization, pixel scaling), shapes, axes and indices, and lone scalars such as the 0.5 of a GELU.
 *
 * <p>The count agrees with the one that frameworks print while training, as long as batch normalization has not been
 * folded: folding merges its scale and shift into the layer before it.
 *
 * @param parameters number of weight elements, each constant counted once however often it is read
 * @param nonZeroParameters those that stand for something other than zero; an integer equal to its zero point stands
 *     for zero
 */
public record ModelSize(long parameters, long nonZeroParameters) {

    public ModelSize {
        if (nonZeroParameters < 0 || nonZeroParameters > parameters) {
            throw new IllegalArgumentException(
                    "of " + parameters + " parameters, " + nonZeroParameters + " cannot be different from zero");
        }
    }

    /** Returns the share of parameters that are zero, from 0 to 1; 0 for a model without parameters. */
    public double sparsity() {
        return parameters == 0 ? 0 : 1 - (double) nonZeroParameters / parameters;
    }
}
