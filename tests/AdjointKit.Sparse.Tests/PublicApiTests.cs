using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Sparse.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_API_is_the_one_on_record() => PublicApiFile.Check(typeof(AnalyticWeight).Assembly);
}
