package dev.alambic.exporter.importer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResizeTest {

    private static Conformance byScales(long opset, String scales, String attributes) {
        return Layers.conformance(opset, """
                x: float[1, 2, 5, 6]
                region = Constant() value_floats=[0.0,0.0,0.0,0.0,1.0,1.0,1.0,1.0]
                scales = Constant() value_floats=%s
                y = Resize(x, region, scales) %s
                return y
                """.formatted(scales, attributes));
    }

    private static Conformance bySizes(long opset, String sizes, String attributes) {
        return Layers.conformance(opset, """
                x: float[1, 2, 5, 6]
                sizes = Constant() value_ints=%s
                y = Resize(x, , , sizes) %s
                return y
                """.formatted(sizes, attributes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel"})
    void everyModeGrowsAndShrinksInEveryCoordinateMode(String coordinates) {
        for (String mode : new String[] {"nearest", "linear", "cubic"}) {
            String attributes = "mode='" + mode + "' coordinate_transformation_mode='" + coordinates + "'";
            byScales(13, "[1.0,1.0,2.0,1.7]", attributes).holds();
            byScales(11, "[1.0,1.0,0.6,0.5]", attributes).holds();
            bySizes(13, "[1,2,3,11]", attributes).holds();
            bySizes(13, "[1,2,1,6]", attributes).holds();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nearest", "linear", "cubic"})
    void halfPixelSymmetricKeepsTheCentre(String mode) {
        byScales(19, "[1.0,1.0,1.7,0.7]", "mode='" + mode + "' coordinate_transformation_mode='half_pixel_symmetric'")
                .holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"})
    void theNearestElementIsChosenAsAskedFor(String nearest) {
        for (String coordinates : new String[] {"half_pixel", "asymmetric", "align_corners"}) {
            String attributes = "nearest_mode='" + nearest + "' coordinate_transformation_mode='" + coordinates + "'";
            byScales(13, "[1.0,1.0,2.0,3.0]", attributes).holds();
            byScales(13, "[1.0,1.0,0.5,1.5]", attributes).holds();
        }
    }

    @Test
    void sizesBesideEmptyScales() {
        Layers.conformance(11, """
                x: float[1, 2, 5, 6]
                none = Weight() dims=[0]
                sizes = Constant() value_ints=[1,2,10,18]
                y = Resize(x, none, none, sizes) mode='nearest'
                return y
                """).holds();
    }

    @Test
    void tensorflowsHalfPixelForNeighbours() {
        byScales(11, "[1.0,1.0,2.0,1.5]", "coordinate_transformation_mode='tf_half_pixel_for_nn'")
                .holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nearest", "linear", "cubic"})
    void aRegionIsCroppedAndWhatLiesOutsideIsFilled(String mode) {
        Layers.conformance(13, """
                x: float[1, 2, 5, 6]
                region = Constant() value_floats=[0.0,0.0,0.2,-0.3,1.0,1.0,0.7,1.2]
                sizes = Constant() value_ints=[1,2,4,7]
                y = Resize(x, region, , sizes) mode='%s' coordinate_transformation_mode='tf_crop_and_resize' extrapolation_value=2.5
                return y
                """.formatted(mode)).holds();
    }

    @Test
    void cubicWeightsCanBeTunedAndKeptInside() {
        byScales(13, "[1.0,1.0,1.6,0.7]", "mode='cubic' cubic_coeff_a=-0.5 exclude_outside=1")
                .holds();
    }

    @ParameterizedTest
    @CsvSource({"linear, 0", "cubic, 0", "cubic, 1"})
    void shrinkingCanBeSmoothed(String mode, int exclude) {
        byScales(18, "[1.0,1.0,0.6,0.4]", "mode='" + mode + "' antialias=1 exclude_outside=" + exclude)
                .holds();
        bySizes(18, "[1,2,9,4]", "mode='" + mode + "' antialias=1 exclude_outside=" + exclude)
                .holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"not_larger", "not_smaller"})
    void theRatioOfTheAxesCanBeKept(String policy) {
        Layers.conformance(18, """
                x: float[1, 2, 5, 6]
                sizes = Constant() value_ints=[9,8]
                y = Resize(x, , , sizes) axes=[2,3] mode='linear' keep_aspect_ratio_policy='%s'
                return y
                """.formatted(policy)).holds();
    }

    @Test
    void anyAxesCanBeResized() {
        byScales(13, "[2.0,1.5,1.0,0.5]", "mode='nearest'").holds();
        Layers.conformance(13, """
                x: float[1, 2, 3, 4, 5]
                scales = Constant() value_floats=[1.0,1.0,2.0,1.5,0.8]
                y = Resize(x, , scales) mode='linear'
                return y
                """).holds();
        Layers.conformance(13, """
                x: float[4, 5]
                scales = Constant() value_floats=[2.0,1.5]
                y = Resize(x, , scales) mode='linear'
                return y
                """).holds();
    }

    @ParameterizedTest
    @CsvSource({"nearest, '[1.0,1.0,2.0,3.0]'", "nearest, '[1.0,1.0,0.6,0.5]'", "linear, '[1.0,1.0,2.0,1.5]'"})
    void formsBeforeOpset11(String mode, String scales) {
        Layers.conformance(10, """
                x: float[1, 2, 5, 6]
                scales = Constant() value_floats=%s
                y = Resize(x, scales) mode='%s'
                return y
                """.formatted(scales, mode)).holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nearest", "linear"})
    void upsample(String mode) {
        Layers.conformance(9, """
                x: float[1, 2, 3, 4]
                scales = Constant() value_floats=[1.0,1.0,2.0,2.0]
                y = Upsample(x, scales) mode='%s'
                return y
                """.formatted(mode)).holds();
        Layers.conformance(
                        7,
                        "x: float[1, 2, 3, 4]\ny = Upsample(x) scales=[1.0,1.0,2.0,3.0] mode='" + mode + "'\nreturn y")
                .holds();
    }
}
