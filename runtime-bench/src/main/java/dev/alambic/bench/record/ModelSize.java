package dev.alambic.bench.record;

/**
 * How many learnt numbers a model holds, see {@link dev.alambic.onnx.cost.Parameters}.
 *
 * @param parameters number of weight elements, each constant counted once however often it is read
 * @param nonZeroParameters those that stand for something other than zero
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
