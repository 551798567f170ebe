package dev.alambic.exporter.measure;

import ai.djl.Model;
import ai.djl.basicmodelzoo.cv.classification.MobileNetV2;
import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.alambic.exporter.Exporter;
import dev.alambic.exporter.Signature;
import java.nio.file.Path;

/**
 * Writes ResNet-50 and MobileNetV2 for images of 224 x 224 to a folder, for measurements of speed: the shapes are the
 * published ones, the weights are random, and the normalizations have the statistics of noise, so that the numbers
 * inside stay of ordinary size.
 */
public final class ZooModels {

    private static final int SIZE = 224;
    private static final int STEPS = 30;

    private ZooModels() {}

    /**
     * Writes both models.
     *
     * @param arguments the folder
     */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        Block resNet = ResNetV1.builder()
                .setNumLayers(50)
                .setOutSize(1000)
                .setImageShape(new Shape(3, SIZE, SIZE))
                .build();
        write(resNet, folder.resolve("resnet50.onnx"));
        write(MobileNetV2.builder().setOutSize(1000).build(), folder.resolve("mobilenetv2.onnx"));
    }

    private static void write(Block block, Path file) {
        try (Model model = Model.newInstance("zoo");
                NDManager manager = model.getNDManager().newSubManager()) {
            manager.getEngine().setRandomSeed(1);
            block.initialize(manager, DataType.FLOAT32, new Shape(1, 3, SIZE, SIZE));
            ParameterStore parameters = new ParameterStore(manager, false);
            for (int i = 0; i < STEPS; i++) {
                try (NDManager step = manager.newSubManager()) {
                    NDList images = new NDList(step.randomNormal(new Shape(2, 3, SIZE, SIZE)));
                    NDList answers = block.forward(parameters, images, true);
                    answers.attach(step);
                }
            }
            Exporter.export(block, Signature.of("image", dev.alambic.onnx.graph.DataType.FLOAT, "batch", 3, SIZE, SIZE))
                    .write(file);
            System.out.println(file);
        }
    }
}
