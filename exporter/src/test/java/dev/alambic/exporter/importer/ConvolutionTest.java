package dev.alambic.exporter.importer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvolutionTest {

    private static void check(String operator, String x, String w, String attributes) {
        String features = operator.equals("Conv") ? w.substring(0, w.indexOf(',')) : "6";
        Layers.conformance(13, """
                x: float[%s]
                w = Weight() dims=[%s]
                b = Weight() dims=[%s]
                y = %s(x, w, b) %s
                return y
                """.formatted(x, w, features, operator, attributes))
                .holds();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "strides=[2,1] pads=[1,1,1,1]",
                "dilations=[2,1]",
                "auto_pad='SAME_UPPER' strides=[2,2]",
                "auto_pad='SAME_LOWER' strides=[2,2]",
                "auto_pad='VALID'",
                "pads=[0,2,1,0] kernel_shape=[3,2]"
            })
    void convolutionOfImages(String attributes) {
        check("Conv", "2, 4, 7, 6", "6,4,3,2", attributes);
        check("Conv", "2, 4, 7, 6", "6,2,3,2", "group=2 " + attributes);
        check("Conv", "2, 4, 7, 6", "4,1,3,2", "group=4 " + attributes);
    }

    @ParameterizedTest
    @CsvSource({
        "'2, 3, 9', '6,3,4', 'strides=[2] pads=[1,2] dilations=[2]'",
        "'2, 3, 9', '6,3,4', auto_pad='SAME_LOWER'",
        "'1, 4, 5, 4, 6', '6,2,2,3,2', 'group=2 pads=[1,0,0,1,1,0] strides=[1,2,1]'",
        "'1, 2, 5, 4, 6', '6,2,2,3,2', auto_pad='SAME_UPPER'"
    })
    void convolutionOfSeriesAndVolumes(String x, String w, String attributes) {
        check("Conv", x, w, attributes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "strides=[1,1]",
                "strides=[2,2]",
                "strides=[2,2] pads=[1,1,1,1]",
                "strides=[3,2] pads=[1,0,2,1] output_padding=[1,1]",
                "dilations=[2,1]",
                "dilations=[2,3] strides=[2,1] pads=[1,1,0,1]",
                "strides=[2,2] output_shape=[9,10]",
                "strides=[2,2] output_shape=[7,8] auto_pad='SAME_UPPER'",
                "strides=[2,3] auto_pad='SAME_UPPER'",
                "strides=[3,2] auto_pad='SAME_LOWER'",
                "strides=[3,4] auto_pad='VALID'"
            })
    void transposedConvolutionOfImages(String attributes) {
        check("ConvTranspose", "2, 4, 4, 5", "4,6,3,3", attributes);
        check("ConvTranspose", "2, 4, 4, 5", "4,3,3,2", "group=2 " + attributes);
    }

    @ParameterizedTest
    @CsvSource({
        "'2, 4, 5', '4,6,2', strides=[2]",
        "'2, 4, 5', '4,6,4', 'strides=[2] pads=[1,1]'",
        "'2, 4, 5', '4,3,3', 'group=2 strides=[3] dilations=[2] pads=[0,1] output_padding=[2]'",
        "'1, 4, 2, 3, 2', '4,6,2,3,2', 'strides=[2,1,2] pads=[0,1,0,1,0,1]'",
        "'1, 4, 2, 3, 2', '4,3,2,2,3', 'group=2 strides=[2,2,2] output_padding=[1,1,1]'"
    })
    void transposedConvolutionOfSeriesAndVolumes(String x, String w, String attributes) {
        check("ConvTranspose", x, w, attributes);
    }
}
