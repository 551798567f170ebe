package dev.alambic.trainer.experiment;

import ai.djl.nn.Block;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Standardization;
import dev.alambic.data.set.Targets;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.trainer.architecture.Architectures;
import dev.alambic.trainer.network.GraphNetwork;
import dev.alambic.trainer.network.Networks;
import dev.alambic.trainer.spec.LayerChoice;
import dev.alambic.trainer.spec.NamedNetwork;
import dev.alambic.trainer.spec.NetworkSpec;
import org.jspecify.annotations.Nullable;

/** Gives the network that a phase trains: raw samples to logits [batch, classes], or to numbers [batch, targets]. */
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

        /** Returns the map of the targets to what a network learns; null where it learns classes. */
        @Nullable
        Standardization targets() {
            return Standardization.ofTargets(train.targets());
        }
    }

    /**
     * Returns what builds the network: this, or where it is made of the teacher, that one.
     *
     * @param teacher the model that teaches first; null = there is none, or there are several
     * @throws IllegalArgumentException if it cannot be made of that
     */
    default Blueprint from(@Nullable OnnxModel teacher, Thinning thinning) {
        return this;
    }

    static Blueprint of(NetworkSpec spec) {
        if (spec instanceof NetworkSpec.Teacher teacher) {
            return new OfTeacher(teacher);
        }
        if (spec instanceof NetworkSpec.Onnx onnx) {
            return site -> graph(edited(onnx, site), site);
        }
        return spec instanceof NamedNetwork named ? new OfName(named) : site -> built(spec, site);
    }

    private static OnnxModel edited(NetworkSpec.Onnx spec, Site site) {
        OnnxModel file = ModelSource.open(spec.file());
        Standardization targets = site.targets();
        return targets == null
                ? GraphNetwork.edit(file, spec, site.train().targets().names().size(), site.seed())
                : GraphNetwork.editForNumbers(file, spec, targets, site.seed());
    }

    private static Block built(NetworkSpec spec, Site site) {
        Standardization targets = site.targets();
        return targets == null
                ? Networks.build(
                        spec,
                        site.input(),
                        site.standardization(),
                        site.train().targets().names().size())
                : Networks.buildForNumbers(spec, site.input(), site.standardization(), targets);
    }

    /** A model with the classes of the data, which takes raw values. */
    static Blueprint of(OnnxModel model) {
        return site -> graph(model, site);
    }

    private static Block graph(OnnxModel model, Site site) {
        OnnxModel changed = site.change().before(model);
        Targets targets = site.train().targets();
        if (targets instanceof Targets.Several) {
            return GraphNetwork.blockOfTasks(changed, targets.names());
        }
        return targets instanceof Targets.Numbers
                ? GraphNetwork.blockOfNumbers(changed, targets.names())
                : GraphNetwork.block(changed, targets.names());
    }

    /** A block that takes standardized values, or the tokens of texts; or an ONNX graph, which takes raw values. */
    static Blueprint of(Block block) {
        return new Own(block);
    }

    /** What is left of the teacher, once that is there. */
    record OfTeacher(NetworkSpec.Teacher spec) implements Blueprint {

        @Override
        public Blueprint from(@Nullable OnnxModel teacher, Thinning thinning) {
            if (teacher == null) {
                throw new IllegalArgumentException(
                        "network: it is made of the teacher (expected one teacher, was none, or several)");
            }
            LayerChoice layers = spec.layers();
            Double channels = spec.channels();
            OnnxModel kept = layers == null ? teacher : layers.of(teacher);
            return Blueprint.of(channels == null ? kept : thinning.thinned(kept, channels));
        }

        @Override
        public Block build(Site site) {
            throw new AssertionError("bug: a student of the teacher is built before that is there");
        }
    }

    /** A network by its name, which is an ONNX graph whose weights are drawn. */
    record OfName(NamedNetwork spec) implements Blueprint {

        @Override
        public Block build(Site site) {
            int outputs = site.train().targets().names().size();
            OnnxModel model = Architectures.model(spec, site.input(), site.standardization(), outputs, site.seed());
            Standardization targets = site.targets();
            return graph(targets == null ? model : GraphNetwork.inUnits(model, targets), site);
        }
    }

    /** A block of the user's, which goes on living after the run. */
    record Own(Block block) implements Blueprint {

        @Override
        public Block build(Site site) {
            if (site.input() instanceof InputMeaning.Text || block instanceof TrainableGraph) {
                return block;
            }
            Standardization targets = site.targets();
            return targets == null
                    ? Networks.withPreprocessing(block, site.input(), site.standardization())
                    : Networks.withUnits(block, site.input(), site.standardization(), targets);
        }
    }
}
