using AdjointKit.Arrays;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_API_is_the_one_on_record() => PublicApiFile.Check(typeof(Shape).Assembly);
}
