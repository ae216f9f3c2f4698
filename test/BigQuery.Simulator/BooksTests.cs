using System.Net;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class BooksTests
{
    [Fact]
    public async Task The_books_tell_every_call_and_what_became_of_each_id()
    {
        await using var scene = await Scene.StartAsync();
        var created = scene.Now;
        await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=1s duration=2s fail=invalidQuery */", change: configuration => configuration["labels"] = JsonNode.Parse("""{"team":"blue"}"""));
        await scene.InsertAsync("j1", "SELECT 1");
        await scene.InsertAsync("refused", "SELECT 1 /* sim: insert-error=accessDenied */");
        await scene.GetJobAsync("j1");
        await scene.GetJobAsync("j1", "US");
        await scene.GetJobAsync("unknown");
        await scene.ListAsync();
        scene.Clock.Advance(TimeSpan.FromSeconds(3));
        await scene.CancelAsync("j1");

        var books = (await scene.GetAsync("_books")).Json;

        books["calls"]!.AsObject().Where(calls => (int)calls.Value! > 0).Select(calls => $"{calls.Key} {calls.Value}").ShouldBe(["cancel 1", "get 3", "insert 3", "list 1"]);
        books["jobs"]!.AsArray().Count.ShouldBe(2);
        var expected = JsonNode.Parse(
            $$"""
            {"projectId":"acme","location":"US","jobId":"j1","insertCalls":2,"inserts":1,"conflicts":1,"gets":2,"cancels":1,
             "state":"DONE","errorReason":"invalidQuery","creationTime":{{created}},"startTime":{{created + 1000}},"endTime":{{created + 3000}},
             "labels":{"team":"blue"},"query":"SELECT 1 /* sim: pending=1s duration=2s fail=invalidQuery */"}
            """);
        JsonNode.DeepEquals(books["jobs"]![0], expected).ShouldBeTrue(books["jobs"]![0]!.ToJsonString());
        JsonNode.DeepEquals(await scene.BookAsync("j1"), expected).ShouldBeTrue();
        var refused = books["jobs"]![1]!;
        ((int)refused["insertCalls"]!).ShouldBe(1);
        ((int)refused["inserts"]!).ShouldBe(0);
        refused["state"].ShouldBeNull();
        JsonNode.DeepEquals(JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(scene.Simulator.ReadBooks(), System.Text.Json.JsonSerializerOptions.Web)), books).ShouldBeTrue();
    }

    [Fact]
    public async Task A_refused_body_counts_under_the_id_it_named()
    {
        await using var scene = await Scene.StartAsync();
        await scene.PostAsync("projects/acme/jobs", """{"jobReference":{"jobId":"j1","location":"eu"},"configuration":{}}""");

        var book = await scene.BookAsync("j1");

        ((string?)book["location"]).ShouldBe("EU");
        ((int)book["insertCalls"]!).ShouldBe(1);
    }

    [Fact]
    public async Task A_book_that_two_jobs_share_must_be_asked_for_more_exactly()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1", "US");
        await scene.InsertAsync("j1", "SELECT 1", "EU");

        (await scene.GetAsync("_books/j1")).Code.ShouldBe(HttpStatusCode.Conflict);
        ((string?)(await scene.GetAsync("_books/j1?location=EU")).Json["location"]).ShouldBe("EU");
        (await scene.GetAsync("_books/j1?projectId=other")).Code.ShouldBe(HttpStatusCode.NotFound);
        (await scene.GetAsync("_books/j2")).Code.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Deleting_the_books_forgets_everything()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1");

        (await scene.SendAsync(HttpMethod.Delete, "_books")).Code.ShouldBe(HttpStatusCode.NoContent);

        var books = scene.Simulator.ReadBooks();
        books.Jobs.ShouldBeEmpty();
        books.Calls.Values.ShouldAllBe(calls => calls == 0);
        (await scene.GetJobAsync("j1")).Code.ShouldBe(HttpStatusCode.NotFound);
        (await scene.InsertAsync("j1", "SELECT 1")).Code.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Parallel_inserts_of_one_id_make_one_job()
    {
        await using var scene = await Scene.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => scene.InsertAsync("j1", "SELECT 1")));

        answers.Count(answer => answer.Code == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.Code == HttpStatusCode.Conflict).ShouldBe(49);
        var book = scene.Simulator.FindBooks("j1").ShouldHaveSingleItem();
        (book.InsertCalls, book.Inserts, book.Conflicts).ShouldBe((50, 1, 49));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer anything")]
    public async Task Any_authorization_or_none_will_do(string? authorization)
    {
        await using var scene = await Scene.StartAsync();
        scene.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        (await scene.InsertAsync("j1", "SELECT 1")).Code.ShouldBe(HttpStatusCode.OK);
        (await scene.GetAsync("_health")).Code.ShouldBe(HttpStatusCode.OK);
    }
}
