package dev.alambic.onnx.catalogue;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.serde.ModelReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A model that lies as a resource in an artefact of the Maven profile {@code models}. */
enum CatalogueModel {
    ALL_MINILM_L6_V2("/all-minilm-l6-v2.onnx", "/all-minilm-l6-v2-tokenizer.json"),
    ALL_MINILM_L6_V2_Q("/all-minilm-l6-v2-q.onnx", "/all-minilm-l6-v2-q-tokenizer.json"),
    PPOCR_CLS("/models/ch_ppocr_mobile_v2.0_cls_infer.onnx", ""),
    PPOCR_DET_V3("/models/ch_PP-OCRv3_det_infer.onnx", ""),
    PPOCR_DET_V4("/models/ch_PP-OCRv4_det_infer.onnx", ""),
    PPOCR_REC_V3("/models/ch_PP-OCRv3_rec_infer.onnx", ""),
    PPOCR_REC_V4("/models/ch_PP-OCRv4_rec_infer.onnx", "");

    /** The tokens that the MiniLM tokenizer.json itself truncates to and pads with. */
    private static final int TOKENS = 128;

    private static final int PAD_ID = 0;

    private final String resource;
    private final String tokenizer;

    CatalogueModel(String resource, String tokenizer) {
        this.resource = resource;
        this.tokenizer = tokenizer;
    }

    static Optional<CatalogueModel> named(String name) {
        return Arrays.stream(values())
                .filter(model -> model.publicName().equals(name))
                .findFirst();
    }

    String publicName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isThere() {
        return CatalogueModel.class.getResource(resource) != null;
    }

    /** Returns the bytes as their makers published them. */
    InputStream stream() {
        return stream(resource);
    }

    OnnxModel read() {
        try (InputStream in = stream()) {
            OnnxModel model = OnnxModel.canonical(ModelReader.read(in));
            return tokenizer.isEmpty()
                    ? model
                    : ModelInfo.of(model).withInput(text()).applyTo(model);
        } catch (IOException e) {
            throw new UncheckedIOException(publicName() + ": " + e.getMessage(), e);
        } catch (InvalidModelException e) {
            throw new InvalidModelException(publicName() + ": " + e.getMessage(), e);
        }
    }

    private InputMeaning.Text text() throws IOException {
        try (InputStream in = stream(tokenizer)) {
            return new InputMeaning.Text(TOKENS, PAD_ID, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private InputStream stream(String name) {
        InputStream in = CatalogueModel.class.getResourceAsStream(name);
        if (in == null) {
            throw new UnsupportedModelException(publicName()
                    + ": this model is not in the build (set ALAMBIC_PROFILES=models, in Maven: -Pmodels)");
        }
        return in;
    }
}
