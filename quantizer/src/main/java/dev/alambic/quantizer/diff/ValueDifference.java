package dev.alambic.quantizer.diff;

/**
 * How far one value b of a model lies from its counterpart a in the first model, over the elements of all samples.
 *
 * <p>An element that is NaN or infinite in one of the two only makes the error infinite; the same in both is no
 * difference and takes no part in the sums.
 *
 * @param value name of the value
 * @param operator that writes it in the first model
 * @param elements how many took part
 */
public record ValueDifference(String value, String operator, long elements, Errors errors) {

    /**
     * What the elements came to.
     *
     * @param maxAbsolute max |a - b|
     * @param relative max |a - b| / max |a|, where 0 / 0 is 0
     * @param sqnrDecibels signal to quantization noise ratio, 10 log10(sum a² / sum (a - b)²), dB; infinite if nothing
     *     differs, minus infinity if the error is infinite or a is zero throughout
     * @param cosine sum ab / sqrt(sum a² sum b²); 1 if nothing differs, 0 if one of the two alone is zero throughout,
     *     NaN if the error is infinite
     */
    public record Errors(double maxAbsolute, double relative, double sqnrDecibels, double cosine) {}

    public double maxAbsoluteError() {
        return errors.maxAbsolute;
    }

    public double relativeError() {
        return errors.relative;
    }

    public double sqnrDecibels() {
        return errors.sqnrDecibels;
    }

    public double cosine() {
        return errors.cosine;
    }
}
