package dev.alambic.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

/** The table of modules: an arrow may only point down, and each foreign library has one home. */
@AnalyzeClasses(packages = "dev.alambic", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule arrowsPointDown = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.alambic..")
            .layer("cli")
            .definedBy("dev.alambic.cli..")
            .optionalLayer("report")
            .definedBy("dev.alambic.report..")
            .optionalLayer("packager")
            .definedBy("dev.alambic.packager..")
            .optionalLayer("bench")
            .definedBy("dev.alambic.bench..")
            .optionalLayer("quantizer")
            .definedBy("dev.alambic.quantizer..")
            .optionalLayer("trainer")
            .definedBy("dev.alambic.trainer..")
            .optionalLayer("exporter")
            .definedBy("dev.alambic.exporter..")
            .optionalLayer("chart")
            .definedBy("dev.alambic.chart..")
            .optionalLayer("data")
            .definedBy("dev.alambic.data..")
            .layer("onnx")
            .definedBy("dev.alambic.onnx..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("packager")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("bench")
            .mayOnlyBeAccessedByLayers("cli", "report")
            .whereLayer("quantizer")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("trainer")
            .mayOnlyBeAccessedByLayers("cli", "report")
            .whereLayer("exporter")
            .mayOnlyBeAccessedByLayers("cli", "trainer")
            .whereLayer("chart")
            .mayOnlyBeAccessedByLayers("cli", "report", "bench")
            .whereLayer("chart")
            .mayNotAccessAnyLayer()
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("cli", "report", "packager", "bench", "quantizer", "trainer");

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
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule onnxRuntimeStaysBehindItsWrapper = noClasses()
            .that(not(resideInAPackage("dev.alambic.onnx.runtime..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule modulesHaveNoCycles =
            slices().matching("dev.alambic.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule picturesArePaintedInOnePlace = noClasses()
            .that(not(resideInAPackage("dev.alambic.chart..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.weisj..");

    @ArchTest
    static final ArchRule packagesOfChartHaveNoCycles =
            slices().matching("dev.alambic.chart.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesOfReportHaveNoCycles =
            slices().matching("dev.alambic.report.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesOfTheCommandLineHaveNoCycles =
            slices().matching("dev.alambic.cli.(*)..").should().beFreeOfCycles();
}
