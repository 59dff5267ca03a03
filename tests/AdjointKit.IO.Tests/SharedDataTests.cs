using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests;

public class SharedDataTests
{
    [SkippableFact]
    public void Finds_the_manifest_of_the_shared_folder()
    {
        string path = SharedData.Path("data/MANIFEST.md");
        Assert.True(File.Exists(path));
        Assert.True(SharedData.Exists("data/MANIFEST.md"));
        Assert.False(SharedData.Exists("data/no-such-file"));
    }

    [SkippableFact]
    public void Skips_a_test_whose_file_is_absent() =>
        Assert.Throws<SkipException>(() => SharedData.Path("data/no-such-file"));
}
