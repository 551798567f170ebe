package dev.alambic.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SliceRule;

/** The table of modules in CONTRIBUTING: an arrow may only point down, and each foreign library has one home. */
@AnalyzeClasses(
        packages = "dev.alambic",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeFixtures.class})
class ArchitectureTest {

    /** Leaves out the tests of other modules, whose fixtures lie beside these. */
    static final class DoNotIncludeFixtures implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule arrowsPointDown = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.alambic..")
            .layer("cli")
            .definedBy("dev.alambic.cli..")
            .layer("workbench")
            .definedBy("dev.alambic.workbench..")
            .layer("run")
            .definedBy("dev.alambic.run..")
            .layer("report")
            .definedBy("dev.alambic.report..")
            .layer("packager")
            .definedBy("dev.alambic.packager..")
            .layer("bench")
            .definedBy("dev.alambic.bench..")
            .layer("quantizer")
            .definedBy("dev.alambic.quantizer..")
            .layer("trainer")
            .definedBy("dev.alambic.trainer..")
            .layer("exporter")
            .definedBy("dev.alambic.exporter..")
            .layer("chart")
            .definedBy("dev.alambic.chart..")
            .layer("data")
            .definedBy("dev.alambic.data..")
            .layer("onnx")
            .definedBy("dev.alambic.onnx..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("workbench")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("run")
            .mayOnlyBeAccessedByLayers("cli", "workbench")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("cli", "workbench", "run")
            .whereLayer("packager")
            .mayOnlyBeAccessedByLayers("cli", "workbench", "run")
            .whereLayer("bench")
            .mayOnlyBeAccessedByLayers("cli", "workbench", "run", "report", "packager")
            .whereLayer("quantizer")
            .mayOnlyBeAccessedByLayers("cli", "workbench", "run")
            .whereLayer("trainer")
            .mayOnlyBeAccessedByLayers("cli", "workbench", "run", "report")
            .whereLayer("exporter")
            .mayOnlyBeAccessedByLayers("cli", "workbench", "run", "trainer")
            .whereLayer("chart")
            .mayOnlyBeAccessedByLayers("cli", "workbench", "run", "report", "bench")
            .whereLayer("chart")
            .mayNotAccessAnyLayer()
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers(
                    "cli", "workbench", "run", "report", "packager", "bench", "quantizer", "trainer");

    @ArchTest
    static final ArchRule packagesKnowMeasurementsByTheirRecordsAlone = noClasses()
            .that()
            .resideInAPackage("dev.alambic.packager..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("dev.alambic.bench..").and(not(resideInAPackage("dev.alambic.bench.record.."))));

    @ArchTest
    static final ArchRule protobufStaysInSerde = noClasses()
            .that(not(resideInAPackage("dev.alambic.onnx.serde..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.protobuf..", "dev.alambic.onnx.serde.proto..");

    @ArchTest
    static final ArchRule theEngineStaysInExporterAndTrainer = noClasses()
            .that()
            .resideOutsideOfPackages("dev.alambic.exporter..", "dev.alambic.trainer..")
            .should()
            .dependOnClassesThat(resideInAPackage("ai.djl..").and(not(resideInAPackage("ai.djl.huggingface.."))));

    @ArchTest
    static final ArchRule tokenizersStayInData = noClasses()
            .that()
            .resideOutsideOfPackage("dev.alambic.data..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl.huggingface..");

    @ArchTest
    static final ArchRule onnxRuntimeStaysBehindItsWrapper = noClasses()
            .that(not(resideInAPackage("dev.alambic.onnx.runtime..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule picturesArePaintedInOnePlace = noClasses()
            .that(not(resideInAPackage("dev.alambic.chart..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.weisj..");

    @ArchTest
    static final ArchRule theServerStaysInTheWorkbench = noClasses()
            .that(not(resideInAPackage("dev.alambic.workbench..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

    @ArchTest
    static final SliceRule modulesHaveNoCycles =
            slices().matching("dev.alambic.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final SliceRule packagesHaveNoCycles =
            slices().assignedFrom(new Packages()).should().beFreeOfCycles();

    /** Each package is a slice of its own, roots of modules included. */
    private static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "the packages of every module";
        }
    }
}
