package dev.alambic.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.basicmodelzoo.basic.Mlp;
import ai.djl.basicmodelzoo.cv.classification.AlexNet;
import ai.djl.basicmodelzoo.cv.classification.GoogLeNet;
import ai.djl.basicmodelzoo.cv.classification.LeNet;
import ai.djl.basicmodelzoo.cv.classification.MobileNetV1;
import ai.djl.basicmodelzoo.cv.classification.MobileNetV2;
import ai.djl.basicmodelzoo.cv.classification.NiN;
import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.basicmodelzoo.cv.classification.SqueezeNet;
import ai.djl.basicmodelzoo.cv.classification.VGG;
import ai.djl.basicmodelzoo.cv.object_detection.ssd.SingleShotDetection;
import ai.djl.basicmodelzoo.cv.object_detection.yolo.YOLOV3;
import ai.djl.basicmodelzoo.tabular.TabNet;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The networks of DJL's model zoo that its PyTorch engine runs, with random parameters and statistics. */
class ZooTest {

    @TestFactory
    Stream<DynamicTest> small() {
        return Stream.of(
                test("Mlp", () -> new Mlp(20, 10, new int[] {16, 8}), 20),
                test("LeNet", () -> LeNet.builder().build(), 1, 28, 28),
                test("ResNetV1-18", () -> resNet(18, 32), 3, 32, 32),
                test("TabNet", ZooTest::tabNet, 12),
                test("SingleShotDetection", ZooTest::singleShotDetection, 3, 64, 64));
    }

    @Tag("slow") // two minutes in all
    @TestFactory
    Stream<DynamicTest> large() {
        return Stream.of(
                test("ResNetV1-34", () -> resNet(34, 64), 3, 64, 64),
                test("ResNetV1-50", () -> resNet(50, 64), 3, 64, 64),
                test("ResNetV1-101", () -> resNet(101, 64), 3, 64, 64),
                test("ResNetV1-152", () -> resNet(152, 64), 3, 64, 64),
                test("MobileNetV1", () -> MobileNetV1.builder().setOutSize(10).build(), 3, 64, 64),
                test("MobileNetV2", () -> MobileNetV2.builder().setOutSize(10).build(), 3, 64, 64),
                test("SqueezeNet", () -> SqueezeNet.squeezenet(10), 3, 64, 64),
                test("GoogLeNet", () -> GoogLeNet.builder().build(), 1, 64, 64),
                test("AlexNet", () -> AlexNet.builder().build(), 1, 224, 224),
                test("VGG", () -> VGG.builder().build(), 1, 64, 64),
                test("NiN", () -> NiN.builder().build(), 1, 224, 224),
                test("YOLOV3", () -> YOLOV3.builder().build(), 3, 64, 64),
                test("DarkNet53", () -> YOLOV3.builder().buildDarkNet(), 3, 64, 64));
    }

    private static Block tabNet() {
        return TabNet.builder().setInputDim(12).setOutDim(3).build();
    }

    private static Block singleShotDetection() {
        SequentialBlock base = new SequentialBlock();
        for (int filters : new int[] {4, 8, 16}) {
            base.add(SingleShotDetection.getDownSamplingBlock(filters));
        }
        return SingleShotDetection.builder()
                .setNumClasses(2)
                .setNumFeatures(3)
                .optGlobalPool(true)
                .setRatios(Collections.nCopies(5, List.of(1f, 2f, 0.5f)))
                .setSizes(List.of(
                        List.of(0.2f, 0.272f),
                        List.of(0.37f, 0.447f),
                        List.of(0.54f, 0.619f),
                        List.of(0.71f, 0.79f),
                        List.of(0.88f, 0.961f)))
                .setBaseNetwork(base)
                .build();
    }

    private static Block resNet(int layers, int size) {
        return ResNetV1.builder()
                .setNumLayers(layers)
                .setOutSize(10)
                .setImageShape(new Shape(3, size, size))
                .build();
    }

    private static DynamicTest test(String name, Supplier<Block> network, long... dims) {
        return DynamicTest.dynamicTest(name, () -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                Block block = RandomBlocks.initialize(network.get(), manager, new Shape(1).addAll(new Shape(dims)));
                Object[] free = new Object[dims.length + 1];
                free[0] = "batch";
                for (int i = 0; i < dims.length; i++) {
                    free[i + 1] = dims[i];
                }

                OnnxModel model = Exporter.export(block, Signature.of("image", DataType.FLOAT, free));

                assertThat(model.graph().outputs())
                        .anyMatch(output -> output.toString().contains("float[batch"));
                Expressions.assertNothingIsComputedFromConstants(model);
            }
        });
    }
}
