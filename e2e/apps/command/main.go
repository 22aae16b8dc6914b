// Command command is a component with a `command` trigger: it ends by itself. It is built as a module for WASI.
package main

import "fmt"

func main() {
	fmt.Println("The report is ready.")
}
