package dev.alambic.exporter.importer;

import java.util.Arrays;

/**
 * How one axis is resampled: each new element is a weighted sum of old ones, so that resampling is a product with a
 * matrix [new extent, old extent]. Coordinates are computed in float32, as ONNX Runtime does, because the nearest
 * element can hang on their last bit. Source: the ONNX standard, operator Resize; cubic weights by Keys, Cubic
 * Convolution Interpolation for Digital Image Processing, 1981, equation 4.
 *
 * @param extent number of old elements
 * @param newExtent number of new elements
 * @param scale new extent by old extent as the node gives it, before the new extent was rounded
 * @param from begin of the region of interest, by which the extent is normalized (tf_crop_and_resize alone)
 * @param to end of the region of interest
 */
record Resampling(int extent, int newExtent, float scale, float from, float to, Kernel kernel) {

    /**
     * What all axes of a node share.
     *
     * @param mode nearest, linear or cubic
     * @param coordinates the coordinate transformation mode
     * @param nearest the nearest mode, or {@code simple}: ceil to shrink, floor to grow (before opset 11)
     * @param cubic the coefficient a of the cubic weights
     * @param excludeOutside whether weights outside of the axis are 0 and the others fill up to 1
     * @param antialias whether the kernel is widened by the factor by which the axis shrinks
     */
    record Kernel(
            String mode, String coordinates, String nearest, float cubic, boolean excludeOutside, boolean antialias) {}

    /** Returns whether each old element is repeated equally often, in place. */
    boolean isRepetition() {
        if (newExtent % extent != 0 || !kernel.mode.equals("nearest")) {
            return false;
        }
        int times = newExtent / extent;
        for (int i = 0; i < newExtent; i++) {
            if (isOutside(i) || nearest(i) != i / times) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether element {@code i} lies outside of the old ones and is filled by the extrapolation value. */
    boolean isOutside(int i) {
        float position = position(i);
        return kernel.coordinates.equals("tf_crop_and_resize") && (position < 0 || position > extent - 1);
    }

    /** Returns the weights, row-major [new extent, old extent]; the row of an element outside is 0. */
    double[] matrix() {
        double[] matrix = new double[newExtent * extent];
        for (int i = 0; i < newExtent; i++) {
            if (!isOutside(i)) {
                addRow(matrix, i);
            }
        }
        return matrix;
    }

    private void addRow(double[] matrix, int i) {
        int row = i * extent;
        if (kernel.mode.equals("nearest")) {
            matrix[row + nearest(i)] = 1;
            return;
        }
        double position = position(i);
        double wide = kernel.antialias ? Math.max(1, 1 / scale) : 1;
        double reach = (kernel.mode.equals("linear") ? 1 : 2) * wide;
        int first = (int) Math.floor(position - reach) + 1;
        int last = (int) Math.ceil(position + reach) - 1;
        double sum = 0;
        for (int j = first; j <= last; j++) {
            boolean inside = j >= 0 && j < extent;
            if (inside || !kernel.excludeOutside) {
                double weight = weight(Math.abs(position - j) / wide);
                matrix[row + Math.max(0, Math.min(extent - 1, j))] += weight;
                sum += weight;
            }
        }
        if (kernel.antialias || kernel.excludeOutside) {
            for (int j = row; j < row + extent; j++) {
                matrix[j] /= sum;
            }
        }
    }

    private double weight(double t) {
        if (kernel.mode.equals("linear")) {
            return Math.max(0, 1 - t);
        }
        double a = kernel.cubic;
        return t <= 1 ? ((a + 2) * t - (a + 3)) * t * t + 1 : t < 2 ? ((a * t - 5 * a) * t + 8 * a) * t - 4 * a : 0;
    }

    private int nearest(int i) {
        float position = position(i);
        double nearest = switch (kernel.nearest) {
            case "floor" -> Math.floor(position);
            case "ceil" -> Math.ceil(position);
            case "round_prefer_ceil" -> Math.floor(position + 0.5);
            case "simple" -> scale < 1 ? Math.ceil(position) : Math.floor(position);
            default -> Math.ceil(position - 0.5);
        };
        return (int) Math.max(0, Math.min(extent - 1, nearest));
    }

    /** Returns where element {@code i} lies among the old ones, whose centres are the integers. */
    private float position(int i) {
        return switch (kernel.coordinates) {
            case "asymmetric" -> i / scale;
            case "align_corners" -> newExtent == 1 ? 0 : i * (extent - 1f) / (newExtent - 1f);
            case "pytorch_half_pixel" -> newExtent > 1 ? (i + 0.5f) / scale - 0.5f : 0;
            case "half_pixel_symmetric" -> symmetric(i);
            case "tf_half_pixel_for_nn" -> (i + 0.5f) / scale;
            case "tf_crop_and_resize" -> cropped(i);
            default -> (i + 0.5f) / scale - 0.5f;
        };
    }

    private float symmetric(int i) {
        float adjustment = newExtent / (scale * extent);
        return extent / 2f * (1 - adjustment) + (i + 0.5f) / scale - 0.5f;
    }

    private float cropped(int i) {
        return newExtent > 1
                ? from * (extent - 1f) + i * (to - from) * (extent - 1f) / (newExtent - 1f)
                : 0.5f * (from + to) * (extent - 1f);
    }

    /** Returns the factor, 0 or 1, that the resampled value of each new element has beside the extrapolation value. */
    double[] inside() {
        double[] inside = new double[newExtent];
        Arrays.setAll(inside, i -> isOutside(i) ? 0 : 1);
        return inside;
    }
}
