package dev.alambic.exporter.importer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolingTest {

    private static Conformance conformance(long opset, String dims, String call) {
        return Layers.conformance(opset, "x: float[" + dims + "]\ny = " + call + "\nreturn y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "strides=[2,2]",
                "strides=[2,2] pads=[1,1,1,1]",
                "strides=[2,2] pads=[0,1,1,0]",
                "strides=[1,2] pads=[2,2,1,2]",
                "auto_pad='SAME_UPPER' strides=[2,2]",
                "auto_pad='SAME_LOWER' strides=[2,2]",
                "auto_pad='VALID'"
            })
    void windowsOfImages(String attributes) {
        for (String ceil : new String[] {"", " ceil_mode=1"}) {
            String call = "(x) kernel_shape=[3,3] " + attributes + ceil;
            conformance(12, "2, 3, 8, 7", "MaxPool" + call).holds();
            conformance(19, "2, 3, 8, 7", "AveragePool" + call).holds();
            conformance(19, "2, 3, 8, 7", "AveragePool" + call + " count_include_pad=1")
                    .holds();
            conformance(11, "2, 3, 8, 7", "AveragePool" + call + " count_include_pad=1")
                    .holds();
            conformance(18, "2, 3, 8, 7", "LpPool" + call).holds();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'2, 2, 9', 'kernel_shape=[3] strides=[2] pads=[1,0]'",
        "'2, 2, 9', 'kernel_shape=[4] strides=[3] pads=[1,1] ceil_mode=1'",
        "'1, 2, 5, 4, 6', 'kernel_shape=[2,3,2] strides=[2,1,2] pads=[1,1,0,0,1,1]'",
        "'1, 2, 5, 4, 6', 'kernel_shape=[2,2,3] strides=[2,2,2] ceil_mode=1'"
    })
    void windowsOfSeriesAndVolumes(String dims, String attributes) {
        conformance(12, dims, "MaxPool(x) " + attributes).holds();
        conformance(19, dims, "AveragePool(x) " + attributes).holds();
        conformance(19, dims, "AveragePool(x) count_include_pad=1 " + attributes)
                .holds();
        conformance(18, dims, "LpPool(x) " + attributes).holds();
    }

    /** A window that would start in the padding at the end is left out. */
    @ParameterizedTest
    @CsvSource({"6, 3, 2, 1", "5, 2, 3, 1", "7, 3, 4, 2"})
    void theLastWindowStartsBeforeThePadding(int extent, int kernel, int stride, int pad) {
        String attributes = "kernel_shape=[%d] strides=[%d] pads=[0,%d] ceil_mode=1".formatted(kernel, stride, pad);
        conformance(12, "1, 2, " + extent, "MaxPool(x) " + attributes).holds();
        conformance(19, "1, 2, " + extent, "AveragePool(x) " + attributes).holds();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kernel_shape=[2,3] dilations=[2,2]",
                "kernel_shape=[3,2] dilations=[2,3] strides=[2,1] pads=[1,1,2,0]",
                "kernel_shape=[2,2] dilations=[3,2] strides=[2,2] ceil_mode=1"
            })
    void dilatedWindows(String attributes) {
        conformance(12, "2, 3, 9, 8", "MaxPool(x) " + attributes).holds();
        conformance(19, "2, 3, 9, 8", "AveragePool(x) " + attributes).holds();
        conformance(19, "2, 3, 9, 8", "AveragePool(x) count_include_pad=1 " + attributes)
                .holds();
        conformance(18, "2, 3, 9, 8", "LpPool(x) " + attributes).holds();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kernel_shape=[2,3] strides=[2,2] pads=[1,0,0,1]",
                "kernel_shape=[2,2] storage_order=1",
                "kernel_shape=[2,2] dilations=[2,2] strides=[1,3] ceil_mode=1"
            })
    void placesOfTheMaxima(String attributes) {
        Layers.conformance(12, "x: float[2, 3, 7, 6]\ny, i = MaxPool(x) " + attributes + "\nreturn y; i")
                .holds();
        Layers.conformance(12, "x: float[2, 3, 7]\ny, i = MaxPool(x) kernel_shape=[3] strides=[2]\nreturn y; i")
                .holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GlobalMaxPool(x)", "GlobalAveragePool(x)", "GlobalLpPool(x) p=2", "GlobalLpPool(x) p=3"})
    void wholeTensors(String call) {
        conformance(13, "2, 3, 7", call).holds();
        conformance(13, "2, 3, 4, 5", call).holds();
        conformance(13, "2, 3, 2, 3, 4", call).holds();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void normsOfWindows(int p) {
        conformance(11, "2, 3, 6, 6", "LpPool(x) kernel_shape=[3,2] pads=[1,0,1,0] p=" + p)
                .holds();
    }
}
