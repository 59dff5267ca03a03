using AdjointKit.Cli.Hosting;

namespace AdjointKit.Cli.Tests.Hosting;

public class ErrorSentenceTests
{
    [Fact]
    public void Wrong_input_is_exit_2_and_a_failed_run_is_exit_1()
    {
        Assert.Equal(2, ErrorSentence.Of(new UsageException("x")).Code);
        Assert.Equal(2, ErrorSentence.Of(new ArgumentException("x", "dt")).Code);
        Assert.Equal(2, ErrorSentence.Of(new FileNotFoundException("x", "a.npy")).Code);
        Assert.Equal(2, ErrorSentence.Of(new DirectoryNotFoundException("x")).Code);
        Assert.Equal(2, ErrorSentence.Of(new UnauthorizedAccessException("x")).Code);
        Assert.Equal(1, ErrorSentence.Of(new IOException("x")).Code);
        Assert.Equal(1, ErrorSentence.Of(new OutOfMemoryException()).Code);
        Assert.Equal(1, ErrorSentence.Of(new InsufficientMemoryException("5 bytes")).Code);
        Assert.Equal(1, ErrorSentence.Of(new InvalidOperationException("x")).Code);
    }

    [Fact]
    public void The_sentence_is_one_line_without_the_parameter_of_the_library()
    {
        Assert.Equal("too small", ErrorSentence.Of(new ArgumentOutOfRangeException("dt", -1, "too small")).Sentence);
        Assert.Equal("the file a.npy does not exist", ErrorSentence.Of(new FileNotFoundException("x", "a.npy")).Sentence);
    }

    [Fact]
    public void A_full_disk_is_named() => Assert.StartsWith("the disk is full", ErrorSentence.Of(new IOException("No space left on device : 'x'", 28)).Sentence, StringComparison.Ordinal);
}
