package dev.alambic.trainer.experiment;

import ai.djl.nn.Block;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Standardization;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.trainer.network.GraphNetwork;
import dev.alambic.trainer.network.Networks;
import dev.alambic.trainer.spec.NetworkSpec;

/** Gives the network that a phase trains: raw samples to logits [batch, classes]. */
@FunctionalInterface
interface Blueprint {

    Block build(Site site);

    /**
     * What a network is built for.
     *
     * @param train the samples it will learn from
     * @param seed of the first weights that the engine does not draw
     * @param change what an ONNX graph goes through
     */
    record Site(Dataset train, Standardization standardization, long seed, GraphChange change) {

        InputMeaning input() {
            return train.input();
        }

        int classes() {
            return train.classes().size();
        }
    }

    static Blueprint of(NetworkSpec spec) {
        return spec instanceof NetworkSpec.Onnx onnx
                ? site ->
                        graph(GraphNetwork.edit(ModelSource.open(onnx.file()), onnx, site.classes(), site.seed()), site)
                : site -> Networks.build(spec, site.input(), site.standardization(), site.classes());
    }

    /** A model with the classes of the data, which takes raw values. */
    static Blueprint of(OnnxModel model) {
        return site -> graph(model, site);
    }

    private static Block graph(OnnxModel model, Site site) {
        return GraphNetwork.block(site.change().before(model), site.train().classes());
    }

    /** A block that takes standardized values, or the tokens of texts; or an ONNX graph, which takes raw values. */
    static Blueprint of(Block block) {
        return site -> site.input() instanceof InputMeaning.Text || block instanceof TrainableGraph
                ? block
                : Networks.withPreprocessing(block, site.input(), site.standardization());
    }
}
