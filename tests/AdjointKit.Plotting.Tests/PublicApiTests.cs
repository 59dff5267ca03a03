using AdjointKit.TestKit;

namespace AdjointKit.Plotting.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_API_is_the_one_on_record() => PublicApiFile.Check(typeof(Figure).Assembly);
}
