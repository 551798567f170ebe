package dev.alambic.workbench.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.report.browser.Browser;
import dev.alambic.workbench.RunMain;
import dev.alambic.workbench.ServerSettings;
import dev.alambic.workbench.Workbench;
import dev.alambic.workbench.job.Jobs;
import dev.alambic.workbench.job.Recipes;
import dev.alambic.workbench.shelf.Shelf;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is started, stopped and resumed by clicks alone, to its end. */
@Tag("browser")
final class RunsInBrowserTest {
    private static final String RECIPE = """
            name: irises
            description: Flowers, learnt again and again
            threads: 1
            data: {source: iris}
            teacher:
              network: {type: mlp, hidden: [16]}
              training: {epochs: 400, batchSize: 16}
            student:
              network: {type: mlp, hidden: [4]}
              training: {epochs: 5, batchSize: 16}
            variants: {strip: false, fp16: none, int8: none}
            bench: {batches: [1], threads: [1]}
            """;

    @TempDir
    private Path folder;

    @Test
    void aRunIsStartedStoppedAndResumedByClicks() throws IOException {
        Files.writeString(folder.resolve("irises.yaml"), RECIPE);
        Shelf shelf = Shelf.of(List.of(), folder);
        Jobs jobs = new Jobs(RunMain::process, new Recipes(folder), shelf.place(), line -> {});
        try (Workbench workbench = Workbench.start(ServerSettings.local(0), shelf, jobs, line -> {});
                Browser browser = Browser.start(Files.createDirectory(folder.resolve("profile")))) {
            browser.screen(1280, "light");
            browser.open(URI.create(workbench.address()));
            browser.await("document.querySelector('#begin').dataset.ready");
            assertThat(browser.value("document.querySelector('#about').textContent"))
                    .isEqualTo("Flowers, learnt again and again");
            Shots.take(browser, "start");
            browser.click(browser.element("#begin button"));
            browser.await("document.querySelector('#phases progress')?.value > 3");
            Shots.take(browser, "runs-on");
            browser.click(browser.element("button[data-act=stop]"));
            browser.await("document.querySelector('#now').textContent.startsWith('Stopped')");
            Shots.take(browser, "stopped");
            browser.click(browser.element("button[data-act=resume]"));
            browser.await("document.querySelector('button[data-act=stop]')");
            browser.await("document.querySelector('#live').dataset.event === 'runFinished'");
            assertThat(browser.values("[...document.querySelectorAll('#phases progress')].map(bar => bar.value)"))
                    .containsExactly("400", "5");
            browser.await("!document.querySelector('button[data-act]')");
            assertThat(browser.console()).isEmpty();
            browser.open(URI.create(workbench.address()));
            assertThat(browser.value("document.querySelector('tbody .tools').textContent"))
                    .isEqualTo("finished");
            browser.screen(390, "dark");
            assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
            Shots.take(browser, "start-phone");
        }
    }
}
